package dev.tidings.telemetry.internal;

/** A library that may be there or not. */
final class Library {
    private Library() {}

    /** Whether the class path has this class of it. */
    static boolean has(String className) {
        try {
            Class.forName(className, false, Library.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }
}

package dev.tidings.consumer;

/** Says of an event that its handler did not return. */
final class NeverReturnedException extends Exception {
    private static final long serialVersionUID = 1;

    NeverReturnedException(int attempts) {
        super("its handler did not return in " + attempts
                + " attempts, the last of them alone: the process or its connection ended meanwhile");
    }
}

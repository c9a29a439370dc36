package dev.tidings.tracking;

import java.util.regex.Pattern;

/** The names of the tracker's tables, both made of one. */
record Tables(String counts) {
    static final String DEFAULT = "tidings_tracked";
    private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,39}\\.)?[A-Za-z_][A-Za-z0-9_]{0,39}");

    Tables {
        if (!NAME.matcher(counts).matches()) {
            throw new IllegalArgumentException(
                    "'" + counts
                            + "' cannot be the name of a tracker's table: use letters, digits and _, at most 40, with a schema before a dot if need be");
        }
    }

    String version() {
        return counts + "_version";
    }

    /** The same statements with these names in place of the default ones. */
    String in(String ddl) {
        return ddl.replace(DEFAULT, counts);
    }
}

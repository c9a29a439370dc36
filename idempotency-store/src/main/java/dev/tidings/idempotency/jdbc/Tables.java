package dev.tidings.idempotency.jdbc;

import java.util.regex.Pattern;

/** The names of the store's tables, both made of one. */
record Tables(String handled) {
    static final String DEFAULT = "tidings_handled";
    private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,39}\\.)?[A-Za-z_][A-Za-z0-9_]{0,39}");

    Tables {
        if (!NAME.matcher(handled).matches()) {
            throw new IllegalArgumentException(
                    "'" + handled
                            + "' cannot be the name of a store's table: use letters, digits and _, at most 40, with a schema before a dot if need be");
        }
    }

    String version() {
        return handled + "_version";
    }

    /** The same statements with these names in place of the default ones. */
    String in(String ddl) {
        return ddl.replace(DEFAULT, handled);
    }
}

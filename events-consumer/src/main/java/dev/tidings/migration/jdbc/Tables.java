package dev.tidings.migration.jdbc;

import java.util.regex.Pattern;

/** The names of the tables, both made of one. */
record Tables(String outcomes) {
    static final String DEFAULT = "tidings_outcomes";
    private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,39}\\.)?[A-Za-z_][A-Za-z0-9_]{0,39}");

    Tables {
        if (!NAME.matcher(outcomes).matches()) {
            throw new IllegalArgumentException(
                    "'" + outcomes
                            + "' cannot be the name of a table of outcomes: use letters, digits and _, at most 40, with a schema before a dot if need be");
        }
    }

    String version() {
        return outcomes + "_version";
    }

    /** The same statements with these names in place of the default ones. An index is in the schema of its table. */
    String in(String ddl) {
        String plain = outcomes.substring(outcomes.indexOf('.') + 1);
        return ddl.replace(DEFAULT + "_decided", plain + "_decided").replaceAll(DEFAULT + "(?!_decided)", outcomes);
    }
}

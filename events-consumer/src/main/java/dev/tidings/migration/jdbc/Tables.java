package dev.tidings.migration.jdbc;

import dev.tidings.jdbc.internal.VersionedTables;

/** The names of the tables, both made of one. */
record Tables(String outcomes) {
    static final String DEFAULT = "tidings_outcomes";

    Tables {
        VersionedTables.checkName("outcomes", outcomes);
    }

    VersionedTables versioned() {
        return new VersionedTables("outcomes", "/dev/tidings/migration", outcomes, this::in);
    }

    /** The same statements with these names in place of the default ones. An index is in the schema of its table. */
    String in(String ddl) {
        String plain = outcomes.substring(outcomes.indexOf('.') + 1);
        return ddl.replace(DEFAULT + "_decided", plain + "_decided").replaceAll(DEFAULT + "(?!_decided)", outcomes);
    }
}

package dev.tidings.outbox;

import java.util.regex.Pattern;

/** The names of the outbox's tables, all made of one. */
record Tables(String outbox) {
    static final String DEFAULT = "tidings_outbox";
    private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,39}\\.)?[A-Za-z_][A-Za-z0-9_]{0,39}");

    Tables {
        if (!NAME.matcher(outbox).matches()) {
            throw new IllegalArgumentException(
                    "'" + outbox
                            + "' cannot be the name of an outbox's table: use letters, digits and _, at most 40, with a schema before a dot if need be");
        }
    }

    String lease() {
        return outbox + "_lease";
    }

    String relay() {
        return outbox + "_relay";
    }

    String version() {
        return outbox + "_version";
    }

    /** The same statements with these names in place of the default ones. An index has no schema in its name. */
    String in(String ddl) {
        String bare = outbox.substring(outbox.indexOf('.') + 1);
        return ddl.replaceAll("(index (?:if not exists )?)" + DEFAULT, "$1" + bare)
                .replaceAll(DEFAULT + "(?!_pending|_settled)", outbox);
    }
}

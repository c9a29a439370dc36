package dev.tidings.mirror.jdbc;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names of tables and columns. Nothing else becomes part of a statement's text. */
final class Names {
    private static final Pattern TABLE =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,39}\\.)?[A-Za-z_][A-Za-z0-9_]{0,39}");
    private static final Pattern COLUMN = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    private Names() {}

    /** The same name. */
    static String table(String name) {
        if (!TABLE.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name
                            + "' cannot be the name of a mirror's table: use letters, digits and _, at most 40, with a schema before a dot if need be");
        }
        return name;
    }

    /** In snake_case: {@code country_code} for {@code countryCode}. */
    static String column(String name) {
        String column = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
        if (!COLUMN.matcher(column).matches()) {
            throw new IllegalArgumentException(
                    "'" + name
                            + "' cannot be the name of a mirror's column: use A-Z a-z 0-9 _, at most 63 as snake_case, and begin with no digit");
        }
        return column;
    }
}

package dev.tidings.mirror.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Writes names so that they mean what they mean without quotes, and reserved words are names like others.
 *
 * @param folding what the database does to a name without quotes
 */
record Quotes(String quote, UnaryOperator<String> folding) {

    static Quotes of(DatabaseMetaData database) throws SQLException {
        return new Quotes(database.getIdentifierQuoteString(), folding(database));
    }

    private static UnaryOperator<String> folding(DatabaseMetaData database) throws SQLException {
        if (database.storesUpperCaseIdentifiers()) {
            return name -> name.toUpperCase(Locale.ROOT);
        }
        return database.storesLowerCaseIdentifiers() ? name -> name.toLowerCase(Locale.ROOT) : UnaryOperator.identity();
    }

    /** A name, or two with a dot between. */
    String of(String name) {
        return Arrays.stream(name.split("\\.", -1))
                .map(part -> quote + folding.apply(part) + quote)
                .collect(Collectors.joining("."));
    }
}

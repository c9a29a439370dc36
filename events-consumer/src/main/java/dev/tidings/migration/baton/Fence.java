package dev.tidings.migration.baton;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.consumer.UnavailableException;
import dev.tidings.jdbc.internal.Dialect;
import dev.tidings.jdbc.internal.Failures;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;

/** Keeps moves away from a transaction until it ends. */
record Fence(Rows rows) {
    private static final String NEEDED = "read committed";

    /**
     * Waits for a move that is under way.
     *
     * @return the state, which stays until the transaction ends
     * @throws UnavailableException if the transaction cannot be kept from a move
     */
    State hold(Connection transaction) throws SQLException {
        try {
            return held(transaction);
        } catch (SQLException e) {
            if (Failures.isMissing(e)) {
                throw new UnavailableException(elsewhere(), e);
            }
            throw e;
        }
    }

    private State held(Connection transaction) throws SQLException {
        boolean isNumbered = rows.sql().dialect() == Dialect.POSTGRESQL;
        try (PreparedStatement query = transaction.prepareStatement(rows.sql().share())) {
            int place = 1;
            if (isNumbered) {
                query.setLong(place++, number(rows.sql().table(), rows.group()));
            }
            query.setString(place, rows.group());
            query.execute();
            if (isNumbered) {
                query.getMoreResults();
            }
            try (ResultSet row = query.getResultSet()) {
                if (!row.next()) {
                    throw new UnavailableException(elsewhere());
                }
                if (isNumbered && !row.getString(8).equals(NEEDED)) {
                    throw new UnavailableException("the transaction of group '" + rows.group() + "' is "
                            + row.getString(8) + ", and would see the baton as it was; make it " + NEEDED);
                }
                return rows.state(row);
            }
        }
    }

    private String elsewhere() {
        return "the transaction of group '" + rows.group() + "' finds no row in "
                + rows.sql().table() + ": it must be on the database of the baton";
    }

    /** Of the lock, which all processes must compute alike, whether they name the table's schema or not. */
    static long number(String table, String group) {
        String plain = table.substring(table.indexOf('.') + 1).toLowerCase(Locale.ROOT);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest((plain + "\n" + group).getBytes(UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256, which every JVM must have", e);
        }
    }
}

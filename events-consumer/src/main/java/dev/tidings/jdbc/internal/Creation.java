package dev.tidings.jdbc.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Makes tables where they are not there. */
public final class Creation {
    private Creation() {}

    /**
     * Runs these statements, which do nothing where their tables are there. Those who do so at the same time get into each other's way and
     * try again; each statement can fail once for that.
     */
    public static void run(Connection connection, List<String> statements) throws SQLException {
        for (int failures = 0; !isDone(connection, statements, failures); failures++) {
            // Somebody else was first.
        }
    }

    private static boolean isDone(Connection connection, List<String> statements, int failures) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            return true;
        } catch (SQLException e) {
            if (failures == statements.size() || Failures.isOutage(e)) {
                throw e;
            }
            return false;
        }
    }
}

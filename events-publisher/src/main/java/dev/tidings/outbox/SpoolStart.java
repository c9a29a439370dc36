package dev.tidings.outbox;

import dev.tidings.events.TidingsException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** What is looked at when a spool is opened. */
record SpoolStart(DataSource dataSource, String spool, String exchange) {
    private static final int ASIDE = 3;
    private static final Tables TABLES = new Tables(Tables.DEFAULT);

    /** Opens it, or tells which dependency that needs. */
    static SpoolFile withH2(String spool, Supplier<SpoolFile> open) {
        try {
            return open.get();
        } catch (NoClassDefFoundError e) {
            throw new TidingsException(
                    spool + " needs H2, which is not on the class path; add the dependency com.h2database:h2", e);
        }
    }

    /** Counts what is in the file, and ends the leases of a process that was killed: the file is ours now. */
    void takeStock(Backlog backlog) {
        Sql.run(dataSource, spool + " could not be read", connection -> {
            count(connection, backlog);
            return Sql.update(connection, "delete from " + TABLES.lease())
                    + Sql.update(connection, "delete from " + TABLES.relay());
        });
    }

    private void count(Connection connection, Backlog backlog) throws SQLException {
        String sql = "select exchange, state, count(*) from " + TABLES.outbox() + " group by exchange, state";
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                long events = result.getLong(3);
                if (!result.getString(1).equals(exchange)) {
                    throw new TidingsException(spool + " holds " + events + " events for the exchange "
                            + result.getString(1) + "; give " + exchange + " another directory");
                }
                boolean aside = result.getInt(2) == ASIDE;
                backlog.found(aside ? 0 : events, aside ? events : 0);
            }
        }
    }
}

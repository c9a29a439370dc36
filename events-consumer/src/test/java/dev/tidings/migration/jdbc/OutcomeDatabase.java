package dev.tidings.migration.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.testkit.process.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A database with a pool, and a store on tables that nobody else uses. */
final class OutcomeDatabase implements AutoCloseable {
    private final HikariDataSource pool;
    private final String table = "outcomes_" + UUID.randomUUID().toString().substring(0, 8);

    OutcomeDatabase(DatabaseServer server) {
        this.pool = server.pool(2);
    }

    static OutcomeDatabase h2() {
        return new OutcomeDatabase(new DatabaseServer("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa"));
    }

    JdbcOutcomeStore store() {
        return JdbcOutcomeStore.on(pool).table(table);
    }

    /** Runs a statement, with the table's name for {@code TABLE}. */
    void run(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql.replace("TABLE", table));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        run("drop table if exists TABLE");
        run("drop table if exists TABLE_version");
        pool.close();
    }
}

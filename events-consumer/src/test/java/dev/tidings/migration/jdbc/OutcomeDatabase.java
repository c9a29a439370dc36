package dev.tidings.migration.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.testkit.process.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;

/** A database with a pool, and a store on tables that nobody else uses; {@code TABLE_bills} is dropped with them. */
public final class OutcomeDatabase implements AutoCloseable {
    private final HikariDataSource pool;
    private final String table = "outcomes_" + UUID.randomUUID().toString().substring(0, 8);

    OutcomeDatabase(DatabaseServer server) {
        this.pool = server.pool(4);
    }

    public static OutcomeDatabase postgresql() {
        return new OutcomeDatabase(DatabaseServer.postgresql());
    }

    public static OutcomeDatabase mariadb() {
        return new OutcomeDatabase(DatabaseServer.mariadb());
    }

    public static OutcomeDatabase h2() {
        return new OutcomeDatabase(new DatabaseServer("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa"));
    }

    public DataSource dataSource() {
        return pool;
    }

    /** The text with the table's name for {@code TABLE}. */
    public String named(String text) {
        return text.replace("TABLE", table);
    }

    public JdbcOutcomeStore store() {
        return JdbcOutcomeStore.on(pool).table(table);
    }

    /** Runs a statement, with the table's name for {@code TABLE}. */
    public void run(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(named(sql));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        run("drop table if exists TABLE");
        run("drop table if exists TABLE_version");
        run("drop table if exists TABLE_bills");
        pool.close();
    }
}

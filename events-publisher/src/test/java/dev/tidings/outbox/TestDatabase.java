package dev.tidings.outbox;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.opentest4j.TestAbortedException;

/** A database with a pool, and a name for tables that nobody else uses. */
public final class TestDatabase implements AutoCloseable {
    private final HikariDataSource pool;
    private final String table = "outbox_" + UUID.randomUUID().toString().substring(0, 8);

    TestDatabase(String url, String user) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(1);
        pool = open(config);
    }

    /** Without its database a test fails where CI is set, and is skipped elsewhere. */
    private static HikariDataSource open(HikariConfig config) {
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            if (System.getenv("CI") != null) {
                throw e;
            }
            throw new TestAbortedException("no database at " + config.getJdbcUrl() + ": " + e.getMessage(), e);
        }
    }

    public static TestDatabase postgresql() {
        return new TestDatabase(
                System.getenv().getOrDefault("TIDINGS_TEST_POSTGRESQL", "jdbc:postgresql://127.0.0.1:5432/test"),
                "postgres");
    }

    public static TestDatabase mariadb() {
        return new TestDatabase(
                System.getenv()
                        .getOrDefault("TIDINGS_TEST_MARIADB", "jdbc:mariadb://127.0.0.1:3306/test?sslMode=disable"),
                "root");
    }

    public static TestDatabase h2() {
        return new TestDatabase("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa");
    }

    DataSource dataSource() {
        return pool;
    }

    String url() {
        return pool.getJdbcUrl();
    }

    String user() {
        return pool.getUsername();
    }

    String table() {
        return table;
    }

    /** Runs a statement, with the table's name for {@code TABLE}. */
    int run(String sql) throws Exception {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            return statement.executeUpdate(sql.replace("TABLE", table));
        }
    }

    /** The one number that a query gives. */
    long number(String sql) throws Exception {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql.replace("TABLE", table))) {
            return result.next() ? result.getLong(1) : -1;
        }
    }

    @Override
    public void close() throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            for (String suffix : new String[] {"", "_lease", "_relay", "_version", "_business"}) {
                statement.execute("drop table if exists " + table + suffix);
            }
        }
        pool.close();
    }
}

package dev.tidings.idempotency.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.opentest4j.TestAbortedException;

/** A database with a pool, and a name for tables that nobody else uses. */
final class TestDatabase implements AutoCloseable {
    private final HikariDataSource pool;
    private final String table = "handled_" + UUID.randomUUID().toString().substring(0, 8);

    TestDatabase(String url, String user) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setMaximumPoolSize(12);
        config.setMinimumIdle(1);
        pool = open(config);
    }

    /** Without its database a test fails where CI is set, and is aborted elsewhere. */
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

    static TestDatabase postgresql() {
        return new TestDatabase(
                System.getenv().getOrDefault("TIDINGS_TEST_POSTGRESQL", "jdbc:postgresql://127.0.0.1:5432/test"),
                "postgres");
    }

    static TestDatabase mariadb() {
        return new TestDatabase(
                System.getenv()
                        .getOrDefault("TIDINGS_TEST_MARIADB", "jdbc:mariadb://127.0.0.1:3306/test?sslMode=disable"),
                "root");
    }

    /** A file that processes share: the first one serves the others. */
    static TestDatabase h2() {
        try {
            Path file = Files.createTempDirectory("handled").resolve("h2");
            return new TestDatabase("jdbc:h2:file:" + file + ";AUTO_SERVER=TRUE", "sa");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
    int run(String sql, Object... parameters) {
        try (var connection = pool.getConnection()) {
            return Sql.update(connection, sql.replace("TABLE", table), parameters);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The one number that a query gives. */
    long number(String sql) {
        try (var connection = pool.getConnection()) {
            return Sql.number(connection, sql.replace("TABLE", table));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        run("drop table if exists TABLE");
        run("drop table if exists TABLE_version");
        run("drop table if exists TABLE_effects");
        pool.close();
    }
}

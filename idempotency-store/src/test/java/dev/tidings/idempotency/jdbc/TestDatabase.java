package dev.tidings.idempotency.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.testkit.process.DatabaseServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** A database with a pool, and a name for tables that nobody else uses. */
final class TestDatabase implements AutoCloseable {
    private final HikariDataSource pool;
    private final String table = "handled_" + UUID.randomUUID().toString().substring(0, 8);

    TestDatabase(DatabaseServer server) {
        pool = server.pool(12);
    }

    static TestDatabase postgresql() {
        return new TestDatabase(DatabaseServer.postgresql());
    }

    static TestDatabase mariadb() {
        return new TestDatabase(DatabaseServer.mariadb());
    }

    /** A file that processes share: the first one serves the others. */
    static TestDatabase h2() {
        try {
            Path file = Files.createTempDirectory("handled").resolve("h2");
            return new TestDatabase(new DatabaseServer("jdbc:h2:file:" + file + ";AUTO_SERVER=TRUE", "sa"));
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

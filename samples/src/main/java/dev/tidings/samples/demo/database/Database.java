package dev.tidings.samples.demo.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** A database. In a file, what is committed is on the disk when a transaction returns. Safe for use by many threads. */
public final class Database implements AutoCloseable {
    private final DataSource connections;
    private final Runnable close;

    private Database(DataSource connections, Runnable close) {
        this.connections = connections;
        this.close = close;
    }

    /**
     * Connects to one that processes share.
     *
     * @param url for JDBC, with user and password if need be
     * @param most connections at once
     */
    public static Database at(String url, int most) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(most);
        config.setMinimumIdle(1);
        HikariDataSource pool = new HikariDataSource(config);
        return new Database(pool, pool::close);
    }

    /** Opens it, and makes it where there is none. */
    public static Database in(Path directory, String name) {
        // Without WRITE_DELAY=0 a commit returns up to half a second before it is on the disk, and an event would tell
        // of what a crash undoes.
        String url =
                "jdbc:h2:file:" + directory.resolve(name).toAbsolutePath() + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        JdbcConnectionPool connections = JdbcConnectionPool.create(url, "sa", "");
        connections.setMaxConnections(16);
        return new Database(connections, connections::dispose);
    }

    /** Runs a statement that is there once: {@code create table if not exists …}. */
    public void define(String ddl) {
        inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(ddl);
            }
        });
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it; the connection is not in auto-commit. */
        T on(Connection connection) throws SQLException;
    }

    /** Commits what the work has done, or nothing of it if the work throws. */
    public <T> T inTransaction(Work<T> work) {
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } finally {
                // Without effect after the commit.
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the database refused: " + e.getMessage(), e);
        }
    }

    /** For those who make their own transactions. */
    public DataSource dataSource() {
        return connections;
    }

    @Override
    public void close() {
        close.run();
    }
}

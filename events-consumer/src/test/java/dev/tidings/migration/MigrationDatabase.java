package dev.tidings.migration;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.testkit.process.DatabaseServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A database with a pool, and a name for tables that nobody else uses. */
public final class MigrationDatabase implements AutoCloseable {
    private final HikariDataSource pool;
    private final String table;
    private final List<String> suffixes;

    /** @param suffixes of the tables that are dropped in the end */
    public MigrationDatabase(DatabaseServer server, int connections, String word, String... suffixes) {
        this.pool = server.pool(connections);
        this.table = word + "_" + UUID.randomUUID().toString().substring(0, 8);
        this.suffixes = List.of(suffixes);
    }

    /** In the memory of this process. */
    public static DatabaseServer h2() {
        return new DatabaseServer("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa");
    }

    public HikariDataSource pool() {
        return pool;
    }

    public String table() {
        return table;
    }

    /** Runs a statement, with the table's name for {@code TABLE}. */
    public void run(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql.replace("TABLE", table));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of all rows. */
    public List<String> texts(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql.replace("TABLE", table))) {
            List<String> texts = new ArrayList<>();
            while (row.next()) {
                texts.add(row.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        suffixes.forEach(suffix -> run("drop table if exists TABLE" + suffix));
        pool.close();
    }
}

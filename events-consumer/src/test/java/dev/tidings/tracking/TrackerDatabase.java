package dev.tidings.tracking;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.testkit.process.DatabaseServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;

/** A database with a pool, and a name for tables that nobody else uses. */
final class TrackerDatabase implements AutoCloseable {
    private final HikariDataSource pool;
    private final Runnable afterwards;
    private final String table = "tracked_" + UUID.randomUUID().toString().substring(0, 8);

    private TrackerDatabase(DatabaseServer server) {
        this(server, () -> {});
    }

    private TrackerDatabase(DatabaseServer server, Runnable afterwards) {
        this.pool = server.pool(12, config -> config.setConnectionTimeout(1_000));
        this.afterwards = afterwards;
    }

    static TrackerDatabase postgresql() {
        return new TrackerDatabase(DatabaseServer.postgresql());
    }

    static TrackerDatabase mariadb() {
        return new TrackerDatabase(DatabaseServer.mariadb());
    }

    static TrackerDatabase h2() {
        return new TrackerDatabase(new DatabaseServer("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa"));
    }

    static TrackerDatabase postgresqlAt(String url) {
        return new TrackerDatabase(new DatabaseServer(url, "postgres"));
    }

    /** A database of its own, whose characters are those of Western Europe. */
    static TrackerDatabase postgresqlInLatin1() {
        String name = "latin_" + UUID.randomUUID().toString().substring(0, 8);
        DatabaseServer server = DatabaseServer.postgresql();
        HikariDataSource admin = server.pool(1);
        try (Connection connection = admin.getConnection()) {
            Sql.update(
                    connection,
                    "create database " + name + " encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        String url = server.url().replaceAll("/[^/]*$", "/" + name);
        return new TrackerDatabase(new DatabaseServer(url, server.user()), () -> {
            try (admin;
                    Connection connection = admin.getConnection()) {
                Sql.update(connection, "drop database " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    DataSource dataSource() {
        return pool;
    }

    String url() {
        return pool.getJdbcUrl();
    }

    String table() {
        return table;
    }

    Tables tables() {
        return new Tables(table);
    }

    CountsTable counts() {
        new Schema(tables()).create(pool);
        return new CountsTable(pool, tables());
    }

    /** Runs a statement, with the table's name for {@code TABLE}. */
    void run(String sql) {
        try (Connection connection = pool.getConnection()) {
            Sql.update(connection, sql.replace("TABLE", table));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The one number that a query gives. */
    long number(String sql) {
        try (Connection connection = pool.getConnection()) {
            return Sql.number(connection, sql.replace("TABLE", table));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** All that was counted. */
    long sum() {
        return number("select coalesce(sum(events), 0) from TABLE");
    }

    /** How often each routing key was counted. */
    Map<String, Long> byKey() {
        return grouped("routing_key");
    }

    /** How much was counted by what this column says. */
    Map<String, Long> grouped(String column) {
        String sql = "select " + column + ", sum(events) from " + table + " group by " + column;
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            Map<String, Long> counts = new TreeMap<>();
            while (result.next()) {
                counts.put(result.getString(1), result.getLong(2));
            }
            return counts;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        run("drop table if exists TABLE");
        run("drop table if exists TABLE_version");
        pool.close();
        afterwards.run();
    }
}

package dev.tidings.consumer;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.idempotency.jdbc.JdbcIdempotencyStore;
import dev.tidings.testkit.process.DatabaseServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * What handlers did in PostgreSQL, in a table that nobody else uses and without a unique key, so that what happens twice is seen; and a
 * store beside it.
 */
final class Effects implements AutoCloseable {
    private final HikariDataSource pool;
    private final String table = "effects_" + UUID.randomUUID().toString().substring(0, 8);

    Effects() throws SQLException {
        pool = DatabaseServer.postgresql().pool(16);
        run("create table " + table + " (entity bigint not null, what varchar(100) not null)");
    }

    DataSource dataSource() {
        return pool;
    }

    String table() {
        return table;
    }

    JdbcIdempotencyStore store() {
        return JdbcIdempotencyStore.on(pool)
                .table(table + "_keys")
                .lease(Duration.ofSeconds(20))
                .createTables();
    }

    void add(Connection transaction, long entity, String what) throws SQLException {
        try (PreparedStatement statement = transaction.prepareStatement("insert into " + table + " values (?, ?)")) {
            statement.setLong(1, entity);
            statement.setString(2, what);
            statement.executeUpdate();
        }
    }

    /** How often each entity has an effect. */
    Map<Long, Integer> counts() throws SQLException {
        Map<Long, Integer> counts = new TreeMap<>();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("select entity, count(*) from " + table + " group by entity")) {
            while (result.next()) {
                counts.put(result.getLong(1), result.getInt(2));
            }
        }
        return counts;
    }

    long number(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    void run(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        run("drop table if exists " + table + ", " + table + "_keys, " + table + "_keys_version");
        pool.close();
    }
}

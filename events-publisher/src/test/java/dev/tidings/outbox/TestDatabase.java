package dev.tidings.outbox;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.testkit.process.DatabaseServer;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** A database, and a name for tables in it that nobody else uses. */
public final class TestDatabase implements AutoCloseable {
    private static final int MOST = 8;
    private static final Map<String, HikariDataSource> SHARED = new ConcurrentHashMap<>();

    private final HikariDataSource pool;
    private final String table = "outbox_" + UUID.randomUUID().toString().substring(0, 8);

    private TestDatabase(HikariDataSource pool) {
        this.pool = pool;
    }

    /** With a pool of its own, which is closed with it. */
    static TestDatabase alone(String url, String user) {
        return new TestDatabase(new DatabaseServer(url, user).pool(MOST));
    }

    /** With the one pool that the tests of this JVM have for that database. */
    private static TestDatabase shared(DatabaseServer server) {
        return new TestDatabase(SHARED.computeIfAbsent(server.url(), url -> server.pool(MOST)));
    }

    static TestDatabase named(String name) {
        return switch (name) {
            case "postgresql" -> postgresql();
            case "mariadb" -> mariadb();
            case "h2" -> h2();
            default -> throw new IllegalArgumentException(name);
        };
    }

    public static TestDatabase postgresql() {
        return shared(DatabaseServer.postgresql());
    }

    public static TestDatabase mariadb() {
        return shared(DatabaseServer.mariadb());
    }

    public static TestDatabase h2() {
        return shared(new DatabaseServer("jdbc:h2:mem:outbox;DB_CLOSE_DELAY=-1", "sa"));
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
        if (!SHARED.containsValue(pool)) {
            pool.close();
        }
    }
}

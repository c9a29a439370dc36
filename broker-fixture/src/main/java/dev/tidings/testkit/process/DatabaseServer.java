package dev.tidings.testkit.process;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.util.function.Consumer;

/** A database that tests connect to. Needs HikariCP and the database's driver on the class path. */
public record DatabaseServer(String url, String user) {

    /** The PostgreSQL on this machine, or the one that {@code TIDINGS_TEST_POSTGRESQL} names (a JDBC URL). */
    public static DatabaseServer postgresql() {
        return new DatabaseServer(
                named("TIDINGS_TEST_POSTGRESQL", "jdbc:postgresql://127.0.0.1:5432/test"), "postgres");
    }

    /** The MariaDB on this machine, or the one that {@code TIDINGS_TEST_MARIADB} names (a JDBC URL). */
    public static DatabaseServer mariadb() {
        return new DatabaseServer(
                named("TIDINGS_TEST_MARIADB", "jdbc:mariadb://127.0.0.1:3306/test?sslMode=disable"), "root");
    }

    private static String named(String variable, String otherwise) {
        return System.getenv().getOrDefault(variable, otherwise);
    }

    /** A pool of at most so many connections. Without its database a test fails where {@code CI} is set, and is skipped elsewhere. */
    public HikariDataSource pool(int most) {
        return pool(most, config -> {});
    }

    /** The same, with more settings. */
    public HikariDataSource pool(int most, Consumer<HikariConfig> more) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setMaximumPoolSize(most);
        config.setMinimumIdle(1);
        more.accept(config);
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw Required.missing("no database at " + url + ": " + e.getMessage(), e, System.getenv());
        }
    }
}

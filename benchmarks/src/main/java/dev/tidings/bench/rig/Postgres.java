package dev.tidings.bench.rig;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The database of the measurements. */
public final class Postgres {
    private Postgres() {}

    public static HikariDataSource open() {
        return open(4);
    }

    public static HikariDataSource open(int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(
                System.getenv().getOrDefault("TIDINGS_TEST_POSTGRESQL", "jdbc:postgresql://127.0.0.1:5432/test"));
        config.setUsername("postgres");
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }

    public static void drop(DataSource database, String... tables) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : tables) {
                statement.execute("drop table if exists " + table);
            }
        }
    }
}

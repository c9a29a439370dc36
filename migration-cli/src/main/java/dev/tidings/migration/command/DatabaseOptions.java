package dev.tidings.migration.command;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.migration.baton.Baton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that say where the baton and the outcomes are. The password is never an option: those are in the list of processes. */
final class DatabaseOptions {
    static final String PASSWORD = "TIDINGS_DATABASE_PASSWORD";

    @Option(
            names = "--url",
            required = true,
            scope = ScopeType.INHERIT,
            paramLabel = "JDBC_URL",
            description =
                    "The database of both sides, such as jdbc:postgresql://db:5432/billing; PostgreSQL, MariaDB, MySQL (by MariaDB's driver) or H2.")
    private String url = "";

    @Option(
            names = "--user",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "Its user. The password is read from the environment: " + PASSWORD + ".")
    private @Nullable String user;

    @Option(
            names = "--group",
            required = true,
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "The group that is migrated, such as billing.")
    private String group = "";

    @Option(
            names = "--table",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            defaultValue = "tidings_baton",
            description = "The baton's tables begin with this. Default: tidings_baton.")
    private String table = "tidings_baton";

    HikariDataSource open() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(System.getenv(PASSWORD));
        config.setMaximumPoolSize(2);
        config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
        return new HikariDataSource(config);
    }

    Baton baton(HikariDataSource database) {
        return Baton.of(group, database).table(table);
    }
}

package dev.tidings.mirror.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.testkit.process.DatabaseServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database with a pool, and a name for a table that nobody else uses. */
final class MirrorDatabase implements AutoCloseable {
    private final HikariDataSource pool;
    private final String table = "mirror_" + UUID.randomUUID().toString().substring(0, 8);

    private MirrorDatabase(DatabaseServer server) {
        this.pool = server.pool(4);
    }

    static List<Supplier<MirrorDatabase>> all() {
        return List.of(MirrorDatabase::postgresql, MirrorDatabase::mariadb, MirrorDatabase::h2);
    }

    static MirrorDatabase postgresql() {
        return new MirrorDatabase(DatabaseServer.postgresql());
    }

    static MirrorDatabase mariadb() {
        return new MirrorDatabase(DatabaseServer.mariadb());
    }

    static MirrorDatabase h2() {
        return new MirrorDatabase(new DatabaseServer("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa"));
    }

    DataSource dataSource() {
        return pool;
    }

    String table() {
        return table;
    }

    <T extends Record> JdbcMirror<T> mirror(Class<T> type) {
        return JdbcMirror.table(table, type, pool);
    }

    /** Runs a statement, with the table's name for {@code TABLE}. */
    void run(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql.replace("TABLE", table));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The one row that a query gives. */
    List<@Nullable Object> row(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql.replace("TABLE", table))) {
            if (!row.next()) {
                throw new AssertionError("no row: " + sql);
            }
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                values.add(row.getObject(i));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        run("drop table if exists TABLE");
        pool.close();
    }
}

package dev.tidings.mirror.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.mirror.MirrorTarget;
import dev.tidings.owner.EntityKey;
import dev.tidings.testkit.mirror.MirrorTargetContract;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On a table of its own. */
abstract class JdbcMirrorContract extends MirrorTargetContract<JdbcMirrorContract.Profile> {
    private final HikariDataSource pool;
    private final String table = "mirror_" + UUID.randomUUID().toString().substring(0, 8);

    /** What the owner would answer. */
    record Profile(String name, int visits) {}

    JdbcMirrorContract(HikariDataSource pool) {
        this.pool = pool;
    }

    /** Says the keys. */
    abstract JdbcMirror<Profile> keyed(JdbcMirror<Profile> mirror);

    @BeforeAll
    void createTable() {
        mirror().createTables();
    }

    @AfterAll
    void dropTable() throws SQLException {
        try (pool;
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            statement.execute("drop table " + table);
        }
    }

    private JdbcMirror<Profile> mirror() {
        return keyed(JdbcMirror.table(table, Profile.class, pool));
    }

    /** Another one each time, as in many processes. */
    @Override
    protected MirrorTarget<Profile> target() {
        return mirror();
    }

    @Override
    protected Profile value(long number) {
        return new Profile("name " + number, (int) number);
    }

    /** By its first id. */
    @Override
    protected Optional<Profile> stored(EntityKey entity) {
        String sql = "select name, visits from " + table + " where id = '"
                + entity.ids().get("id") + "'";
        try (Connection connection = pool.getConnection();
                PreparedStatement query = connection.prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            return row.next() && row.getString(1) != null
                    ? Optional.of(new Profile(row.getString(1), row.getInt(2)))
                    : Optional.empty();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}

package dev.tidings.bench.owner;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.bench.Site;
import dev.tidings.bench.peers.GetAndUpsert;
import dev.tidings.bench.rig.Postgres;
import dev.tidings.events.DomainEvent;
import dev.tidings.mirror.Mirror;
import dev.tidings.mirror.jdbc.JdbcMirror;
import dev.tidings.owner.Owner;
import dev.tidings.owner.Resource;
import dev.tidings.testkit.FakeOwner;
import java.sql.SQLException;
import java.util.function.UnaryOperator;

/** An owner of users on loopback, and a table in PostgreSQL for copies of them. */
final class Users implements AutoCloseable {
    private static final String TABLE = "bench_users";
    /** One for each of those who ask at once. */
    private static final int CONNECTIONS = 8;

    private final FakeOwner owner = FakeOwner.start().collection("/users", "/users/{user_id}");
    private final HikariDataSource database = Postgres.open(CONNECTIONS);
    private final JdbcMirror<User> copies;

    /** What is known of a user. */
    record User(String country, String city) {}

    Users() throws SQLException {
        Postgres.drop(database, TABLE);
        copies = JdbcMirror.table(TABLE, User.class, database)
                .keyedByNumber("user_id")
                .createTables();
    }

    FakeOwner owner() {
        return owner;
    }

    /** The owner changes a user, and says so. */
    DomainEvent change(long user, long version) {
        owner.put("/users/" + user, version, new User("Norway", "Oslo " + version));
        return Site.event(user).version(version);
    }

    GetAndUpsert getAndUpsert() {
        return new GetAndUpsert(owner.url(), database, TABLE);
    }

    Mirror<User> mirror(UnaryOperator<Owner> settings, UnaryOperator<Resource<User>> ways) {
        return Mirror.of(
                ways.apply(settings.apply(Owner.at(owner.url())).resource("/users/{user_id}", User.class)), copies);
    }

    @Override
    public void close() throws SQLException {
        owner.close();
        Postgres.drop(database, TABLE);
        database.close();
    }
}

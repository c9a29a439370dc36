package dev.tidings.samples.demo.users;

import dev.tidings.samples.demo.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The users in their database. Each change is one transaction, and raises the user's version. */
public final class UserTable implements Users {
    private final Database database;

    UserTable(Database database) {
        this.database = database;
        database.define("create table if not exists users (user_id bigint primary key,"
                + " country varchar not null, city varchar not null, version bigint not null)");
    }

    User create(long id, String country, String city) {
        return database.inTransaction(connection -> {
            User created = new User(id, country, city, 1);
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into users (country, city, version, user_id) values (?, ?, ?, ?)")) {
                execute(insert, created);
            }
            return created;
        });
    }

    /** Empty if there is no such user. */
    Optional<Change> move(long id, String country, String city) {
        return database.inTransaction(connection -> {
            Optional<User> before = locked(connection, id);
            if (before.isEmpty()) {
                return Optional.<Change>empty();
            }
            User after = new User(id, country, city, before.get().version() + 1);
            try (PreparedStatement update = connection.prepareStatement(
                    "update users set country = ?, city = ?, version = ? where user_id = ?")) {
                execute(update, after);
            }
            return Optional.of(new Change(before.get(), after));
        });
    }

    /** The version that the deletion has; empty if there is no such user. */
    Optional<Long> delete(long id) {
        return database.inTransaction(connection -> {
            Optional<User> last = locked(connection, id);
            try (PreparedStatement delete = connection.prepareStatement("delete from users where user_id = ?")) {
                delete.setLong(1, id);
                delete.executeUpdate();
            }
            return last.map(user -> user.version() + 1);
        });
    }

    @Override
    public Map<Long, User> find(Collection<Long> ids) {
        return database.inTransaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "select user_id, country, city, version from users where user_id = any(?)")) {
                select.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
                return users(select).stream().collect(Collectors.toMap(User::id, Function.identity()));
            }
        });
    }

    @Override
    public List<User> list(Optional<Long> after, int limit) {
        return database.inTransaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "select user_id, country, city, version from users where user_id > ? order by user_id limit ?")) {
                select.setLong(1, after.orElse(Long.MIN_VALUE));
                select.setInt(2, limit);
                return users(select);
            }
        });
    }

    /** All users there are. */
    public List<User> all() {
        return list(Optional.empty(), Integer.MAX_VALUE);
    }

    private static Optional<User> locked(Connection connection, long id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select user_id, country, city, version from users where user_id = ? for update")) {
            select.setLong(1, id);
            return users(select).stream().findFirst();
        }
    }

    private static List<User> users(PreparedStatement select) throws SQLException {
        List<User> users = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                users.add(user(row));
            }
        }
        return users;
    }

    private static User user(ResultSet row) throws SQLException {
        return new User(
                row.getLong("user_id"), row.getString("country"), row.getString("city"), row.getLong("version"));
    }

    private static void execute(PreparedStatement statement, User user) throws SQLException {
        statement.setString(1, user.country());
        statement.setString(2, user.city());
        statement.setLong(3, user.version());
        statement.setLong(4, user.id());
        statement.executeUpdate();
    }
}

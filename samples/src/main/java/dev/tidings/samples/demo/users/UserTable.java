package dev.tidings.samples.demo.users;

import dev.tidings.samples.demo.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The users in their database. Each change is one transaction, and raises the user's version. */
public final class UserTable {
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

    /** The user as it is now. */
    public Optional<User> find(long id) {
        return database.inTransaction(connection -> select(connection, id, ""));
    }

    /** All users there are. */
    public List<User> all() {
        return database.inTransaction(connection -> {
            List<User> users = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(
                            "select user_id, country, city, version from users order by user_id");
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    users.add(user(rows));
                }
            }
            return users;
        });
    }

    private static Optional<User> locked(Connection connection, long id) throws SQLException {
        return select(connection, id, " for update");
    }

    private static Optional<User> select(Connection connection, long id, String lock) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select user_id, country, city, version from users where user_id = ?" + lock)) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(user(row)) : Optional.empty();
            }
        }
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

package dev.tidings.samples.demo.search;

import dev.tidings.samples.demo.database.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * The copy: one row for each user, also for those that are gone, with the version it stands for. A row is only ever replaced by a newer
 * one; the row of a deleted user stays as a tombstone, or a late event would bring the user back.
 */
public final class SearchIndex {
    private final Database database;

    public SearchIndex(Database database) {
        this.database = database;
        database.define("create table if not exists profiles (user_id bigint primary key,"
                + " country varchar, city varchar, version bigint not null, gone boolean not null)");
    }

    /** The version it has of a user; 0 if none. */
    long version(long userId) {
        return database.inTransaction(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select version from profiles where user_id = ?")) {
                select.setLong(1, userId);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? row.getLong("version") : 0L;
                }
            }
        });
    }

    void put(long userId, Profile profile) {
        merge(userId, profile, false);
    }

    void remove(long userId, long version) {
        merge(userId, new Profile("", "", version), true);
    }

    private void merge(long userId, Profile profile, boolean gone) {
        database.inTransaction(connection -> {
            try (PreparedStatement merge = connection.prepareStatement("""
                    merge into profiles mine
                    using (values (cast(? as bigint), cast(? as varchar), cast(? as varchar), cast(? as bigint), cast(? as boolean)))
                        as theirs (user_id, country, city, version, gone)
                    on mine.user_id = theirs.user_id
                    when matched and mine.version < theirs.version then update
                        set country = theirs.country, city = theirs.city, version = theirs.version, gone = theirs.gone
                    when not matched then insert
                        values (theirs.user_id, theirs.country, theirs.city, theirs.version, theirs.gone)
                    """)) {
                merge.setLong(1, userId);
                merge.setString(2, profile.country());
                merge.setString(3, profile.city());
                merge.setLong(4, profile.version());
                merge.setBoolean(5, gone);
                return merge.executeUpdate();
            }
        });
    }

    /** All users that are not gone. */
    public Map<Long, Profile> all() {
        return database.inTransaction(connection -> {
            Map<Long, Profile> profiles = new TreeMap<>();
            try (PreparedStatement select = connection.prepareStatement(
                            "select user_id, country, city, version from profiles where not gone");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    profiles.put(
                            row.getLong("user_id"),
                            new Profile(row.getString("country"), row.getString("city"), row.getLong("version")));
                }
            }
            return profiles;
        });
    }
}

package dev.tidings.samples.demo.search;

import dev.tidings.mirror.MirrorTarget;
import dev.tidings.mirror.jdbc.JdbcMirror;
import dev.tidings.samples.demo.database.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Map;
import java.util.TreeMap;

/** A copy of all profiles, in a table that a mirror writes and searches read. */
public final class SearchIndex {
    private final Database database;
    private final JdbcMirror<Profile> copies;

    public SearchIndex(Database database) {
        this.database = database;
        this.copies = JdbcMirror.table("profiles", Profile.class, database.dataSource())
                .keyedByNumber("user_id")
                .createTables();
    }

    /** Where a mirror writes. */
    MirrorTarget<Profile> copies() {
        return copies;
    }

    /** All users that are not gone. */
    public Map<Long, Indexed> all() {
        return database.inTransaction(connection -> {
            Map<Long, Indexed> profiles = new TreeMap<>();
            try (PreparedStatement select = connection.prepareStatement(
                            "select user_id, country, city, version from profiles where state = 'present'");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Profile profile = new Profile(row.getString("country"), row.getString("city"));
                    profiles.put(row.getLong("user_id"), new Indexed(profile, row.getLong("version")));
                }
            }
            return profiles;
        });
    }
}

package dev.tidings.bench.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** What a careful user writes without Tidings: a request, and an upsert that is guarded by the version. Safe for use by many threads. */
public final class GetAndUpsert {
    private static final String UPSERT =
            "insert into %s as t (user_id, country, city, version, incarnation, state, changed_at)"
                    + " values (?, ?, ?, ?, 0, 'present', now())"
                    + " on conflict (user_id) do update set country = excluded.country, city = excluded.city,"
                    + " version = excluded.version, changed_at = excluded.changed_at where t.version < excluded.version";

    private final String url;
    private final DataSource database;
    private final String statement;
    private final OkHttpClient client = new OkHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    /** What is known of a user. */
    record User(String country, String city) {}

    /**
     * For one owner and one place of copies.
     *
     * @param url the owner, which has {@code /users/{user_id}}
     */
    public GetAndUpsert(String url, DataSource database, String table) {
        this.url = url + "/users/";
        this.database = database;
        this.statement = UPSERT.formatted(table);
    }

    /** Asks for the user, and keeps what it is now. */
    public void refresh(long user) throws IOException, SQLException {
        Request request = new Request.Builder().url(url + user).build();
        try (Response response = client.newCall(request).execute()) {
            String etag = String.valueOf(response.header("ETag"));
            long version = Long.parseLong(etag.substring(1, etag.length() - 1));
            upsert(user, version, json.readValue(response.body().bytes(), User.class));
        }
    }

    private void upsert(long id, long version, User user) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement upsert = connection.prepareStatement(statement)) {
            upsert.setLong(1, id);
            upsert.setString(2, user.country());
            upsert.setString(3, user.city());
            upsert.setLong(4, version);
            upsert.executeUpdate();
        }
    }
}

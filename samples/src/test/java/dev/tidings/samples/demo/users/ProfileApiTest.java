package dev.tidings.samples.demo.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.samples.demo.database.Database;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The owner's API of the user service, over HTTP and on its database. */
class ProfileApiTest {
    @TempDir
    Path directory;

    private Database database;
    private ProfileApi api;

    @BeforeEach
    void start() {
        database = Database.in(directory, "users");
        UserTable users = new UserTable(database);
        users.create(1, "Ghana", "Tamale");
        users.create(7, "Estonia", "Narva");
        users.move(7, "Estonia", "Tartu");
        api = ProfileApi.serve(users);
    }

    @AfterEach
    void stop() {
        api.close();
        database.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.base().resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_profile_comes_with_its_version() throws Exception {
        HttpResponse<String> profile = get("/users/7/profile");

        assertThat(profile.statusCode()).isEqualTo(200);
        assertThat(profile.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(profile.body()).isEqualTo("{\"country\":\"Estonia\",\"city\":\"Tartu\"}");
        assertThat(get("/users/8/profile").statusCode()).isEqualTo(404);
        assertThat(api.asked()).isEqualTo(2);
    }

    @Test
    void versions_that_are_known_or_not_there_yet_are_told() throws Exception {
        assertThat(get("/users/7/profile", "If-None-Match", "\"2\"").statusCode())
                .isEqualTo(304);
        assertThat(get("/users/7/profile", "Tidings-Min-Version", "3").statusCode())
                .isEqualTo(425);
    }

    @Test
    void several_come_at_once_and_all_page_by_page() throws Exception {
        assertThat(get("/profiles?ids=7,8,1").body())
                .isEqualTo("{\"items\":[{\"user_id\":7,\"version\":2,\"country\":\"Estonia\",\"city\":\"Tartu\"},"
                        + "{\"user_id\":1,\"version\":1,\"country\":\"Ghana\",\"city\":\"Tamale\"}]}");
        assertThat(get("/profiles?after=1").body()).isEqualTo("{\"items\":[{\"user_id\":7,\"version\":2}]}");
    }

    @Test
    void nothing_can_be_changed_by_it() throws Exception {
        HttpRequest deletion = HttpRequest.newBuilder(api.base().resolve("/users/7/profile"))
                .DELETE()
                .build();

        assertThat(send(deletion).statusCode()).isEqualTo(405);
        assertThat(get("/users/7/profile").statusCode()).isEqualTo(200);
    }
}

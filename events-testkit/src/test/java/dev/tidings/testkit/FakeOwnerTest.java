package dev.tidings.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidings.owner.Version;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** An owner without faults. */
class FakeOwnerTest extends OnFakeOwner {
    private record Profile(String city, List<Integer> numbers) {}

    @Test
    void what_was_put_is_answered_with_its_version() throws Exception {
        owner.put(PATH, 7, NEW);

        HttpResponse<String> found = get(PATH);

        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.body()).isEqualTo(NEW);
        assertThat(header(found, "ETag")).isEqualTo("\"7\"");
        assertThat(get(PATH + "?fields=city").body()).isEqualTo(NEW);
        assertThat(get("/users/43/profile").statusCode()).isEqualTo(404);
    }

    @Test
    void a_body_is_text_or_bytes_or_what_jackson_makes_of_it() throws Exception {
        owner.put("/a", 1, "{}");
        owner.put("/b", 1, "{\"é\":1}".getBytes(UTF_8));
        owner.put("/c", 1, new Profile("Berlin", List.of(1, 2)));
        owner.put("/d", 1, Map.of("city", "Bonn"));

        assertThat(get("/a").body()).isEqualTo("{}");
        assertThat(get("/b").body()).isEqualTo("{\"é\":1}");
        assertThat(get("/c").body()).isEqualTo("{\"city\":\"Berlin\",\"numbers\":[1,2]}");
        assertThat(get("/d").body()).isEqualTo("{\"city\":\"Bonn\"}");
        assertThatThrownBy(() -> owner.put("/e", 1, new Object())).hasMessageContaining("Jackson makes no JSON");
    }

    @Test
    void a_known_version_is_not_sent_again_and_a_later_one_is_not_there_yet() throws Exception {
        owner.put(PATH, 7, NEW);

        assertThat(get(PATH, "If-None-Match", "\"7\"").statusCode()).isEqualTo(304);
        assertThat(get(PATH, "If-None-Match", "\"6\"").statusCode()).isEqualTo(200);
        assertThat(get(PATH, "Tidings-Min-Version", "7").statusCode()).isEqualTo(200);
        HttpResponse<String> early = get(PATH, "Tidings-Min-Version", "8");
        assertThat(early.statusCode()).isEqualTo(425);
        assertThat(header(early, "Retry-After")).isEqualTo("1");
        assertThat(get(PATH, "Tidings-Min-Version", "eight").statusCode()).isEqualTo(400);
    }

    @Test
    void what_was_removed_is_missing_until_it_is_put_again() throws Exception {
        owner.put(PATH, 7, NEW);

        owner.remove(PATH);
        assertThat(get(PATH).statusCode()).isEqualTo(404);
        owner.put(PATH, new Version(2, 1), OLD);
        assertThat(header(get(PATH), "ETag")).isEqualTo("\"2-1\"");
    }

    @Test
    void a_collection_is_asked_for_several_and_page_by_page() throws Exception {
        owner.collection("/profiles", "/users/{user_id}/profile", 2);
        owner.put("/users/1/profile", 10, "{\"city\":\"Bonn\"}");
        owner.put("/users/x:7/profile", new Version(2, 3), "{}");
        owner.put("/users/2/profile", 20, "{}");
        owner.put("/users/3/profile", 30, "{}").remove("/users/3/profile");
        owner.put("/users/4/profile/picture", 40, "{}");
        owner.put("/users/4", 40, "{}");

        assertThat(get("/profiles?ids=2,3,1,x:7").body())
                .isEqualTo(
                        "{\"items\":[{\"user_id\":2,\"version\":20},{\"user_id\":1,\"version\":10,\"city\":\"Bonn\"},"
                                + "{\"user_id\":\"x:7\",\"version\":3,\"incarnation\":2}]}");
        assertThat(get("/profiles?after=").body())
                .isEqualTo(
                        "{\"items\":[{\"user_id\":1,\"version\":10},{\"user_id\":2,\"version\":20}],\"next\":\"2\"}");
        assertThat(get("/profiles?after=2").body())
                .isEqualTo("{\"items\":[{\"user_id\":\"x:7\",\"version\":3,\"incarnation\":2}]}");
        assertThat(get("/profiles?ids=").statusCode()).isEqualTo(400);
    }

    @Test
    void pages_have_each_entity_once_also_where_ids_begin_alike() throws Exception {
        owner.collection("/profiles", "/users/{user_id}/profile", 3);
        List<String> ids = List.of("1", "10", "100", "1-", "1.", "11", "2", "-1", "a", "A", "1:");
        ids.forEach(id -> owner.put("/users/" + id + "/profile", 1, "{}"));

        List<String> seen = new ArrayList<>();
        Optional<String> cursor = Optional.of("");
        while (cursor.isPresent()) {
            JsonNode page = new JsonMapper()
                    .readTree(get("/profiles?after=" + cursor.get()).body());
            page.path("items").forEach(item -> seen.add(item.path("user_id").asText()));
            cursor = Optional.ofNullable(page.get("next")).map(JsonNode::textValue);
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void paths_and_templates_that_would_never_match_are_refused() {
        assertThatThrownBy(() -> owner.put("users", 1, "{}")).hasMessageContaining("'users' is no path");
        assertThatThrownBy(() -> owner.put("/users?id=1", 1, "{}")).hasMessageContaining("without a query");
        assertThatThrownBy(() -> owner.collection("/a", "/users")).hasMessageContaining("give one id");
        assertThatThrownBy(() -> owner.collection("/a", "/{a}/{b}")).hasMessageContaining("give one id");
    }

    @Test
    void requests_answers_and_bytes_are_counted() throws Exception {
        owner.put(PATH, 7, NEW);
        get(PATH);
        get(PATH + "?fields=city", "If-None-Match", "\"7\"");
        get("/other");

        assertThat(owner.requests()).isEqualTo(3);
        assertThat(owner.requests(PATH)).isEqualTo(2);
        assertThat(owner.requests("/other")).isEqualTo(1);
        assertThat(owner.answers(200)).isEqualTo(1);
        assertThat(owner.answers(304)).isEqualTo(1);
        assertThat(owner.answers(404)).isEqualTo(1);
        assertThat(owner.answers(500)).isZero();
        assertThat(owner.bodyBytes()).isEqualTo(NEW.length());
    }

    @Test
    void one_request_after_the_other_is_never_two_at_once() throws Exception {
        owner.put(PATH, 7, NEW);
        for (int i = 0; i < 500; i++) {
            get(i % 2 == 0 ? PATH : "/other");
        }

        assertThat(owner.requests()).isEqualTo(500);
        assertThat(owner.mostAtOnce()).isEqualTo(1);
    }

    @Test
    void requests_at_once_are_seen_and_changes_between_them_never_go_back() throws Exception {
        int clients = 8;
        owner.put(PATH, 0, "{}").begin(OwnerFault.delay(Duration.ofMillis(20)));
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            CyclicBarrier start = new CyclicBarrier(clients + 1);
            List<Future<List<Long>>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                all.add(threads.submit(() -> {
                    start.await();
                    return versions(20);
                }));
            }
            start.await();
            for (int version = 1; version <= 10_000; version++) {
                owner.put(PATH, version, "{}");
            }
            for (Future<List<Long>> one : all) {
                assertThat(one.get()).hasSize(20).isSorted();
            }
            assertThat(owner.mostAtOnce()).isBetween(2, clients);
            assertThat(owner.requests(PATH)).isEqualTo(clients * 20L);
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Long> versions(int count) throws IOException, InterruptedException {
        List<Long> seen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seen.add(Long.parseLong(header(get(PATH), "ETag").replace("\"", "")));
        }
        return seen;
    }

    @Test
    void two_owners_have_nothing_in_common() throws Exception {
        try (FakeOwner other = FakeOwner.start()) {
            other.put(PATH, 7, NEW).begin(OwnerFault.status(500));

            assertThat(other.url()).isNotEqualTo(owner.url());
            assertThat(get(PATH).statusCode()).isEqualTo(404);
            assertThat(other.requests()).isZero();
        }
    }
}

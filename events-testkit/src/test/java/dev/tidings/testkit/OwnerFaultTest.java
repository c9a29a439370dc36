package dev.tidings.testkit;

import static dev.tidings.testkit.OwnerFault.behind;
import static dev.tidings.testkit.OwnerFault.ignoringMinVersion;
import static dev.tidings.testkit.OwnerFault.lag;
import static dev.tidings.testkit.OwnerFault.notModified;
import static dev.tidings.testkit.OwnerFault.stale;
import static dev.tidings.testkit.OwnerFault.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of what an owner says: replicas, caches and statuses. */
class OwnerFaultTest extends OnFakeOwner {

    @ParameterizedTest
    @CsvSource({"0, 200, '\"7\"'", "1, 200, '\"6\"'", "1000, 200, '\"6\"'", "1001, 404, none"})
    void a_replica_that_lags_shows_what_was_so_long_ago(int millis, int status, String etag) throws Exception {
        putTwo();
        owner.begin(lag(Duration.ofMillis(millis)));

        HttpResponse<String> answer = get(PATH);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(header(answer, "ETag")).isEqualTo(etag);
    }

    @Test
    void a_replica_that_lags_gets_there_in_time() throws Exception {
        putTwo();
        owner.begin(lag(Duration.ofMillis(500)));

        assertThat(get(PATH, "Tidings-Min-Version", "7").statusCode()).isEqualTo(425);
        nanos.addAndGet(Duration.ofMillis(500).toNanos());
        assertThat(get(PATH, "Tidings-Min-Version", "7").body()).isEqualTo(NEW);
    }

    @Test
    void a_replica_that_lags_still_has_what_was_removed() throws Exception {
        owner.put(PATH, 7, NEW).remove(PATH).begin(behind(1));

        assertThat(get(PATH).body()).isEqualTo(NEW);
    }

    @Test
    void a_replica_behind_by_changes_shows_an_earlier_state() throws Exception {
        putTwo();

        owner.begin(behind(1));
        assertThat(get(PATH).body()).isEqualTo(OLD);
        assertThat(get(PATH, "If-None-Match", "\"6\"").statusCode()).isEqualTo(304);
        owner.begin(behind(2));
        assertThat(get(PATH).statusCode()).isEqualTo(404);
    }

    @Test
    void states_are_kept_for_a_hundred_changes() throws Exception {
        for (int version = 1; version <= 150; version++) {
            owner.put(PATH, version, "{}");
        }

        owner.begin(behind(99));
        assertThat(header(get(PATH), "ETag")).isEqualTo("\"51\"");
        owner.begin(behind(140));
        assertThat(header(get(PATH), "ETag")).isEqualTo("\"51\"");
    }

    @Test
    void lists_lag_too() throws Exception {
        putTwo();
        owner.collection("/profiles", "/users/{user_id}/profile").begin(behind(1));

        assertThat(get("/profiles?ids=42").body())
                .isEqualTo("{\"items\":[{\"user_id\":42,\"version\":6,\"city\":\"Bonn\"}]}");
        assertThat(get("/profiles?after=").body()).isEqualTo("{\"items\":[{\"user_id\":42,\"version\":6}]}");
    }

    @Test
    void a_replica_may_know_nothing_of_wanted_versions() throws Exception {
        putTwo();
        owner.begin(behind(1)).begin(ignoringMinVersion());

        HttpResponse<String> old = get(PATH, "Tidings-Min-Version", "7");

        assertThat(old.statusCode()).isEqualTo(200);
        assertThat(old.body()).isEqualTo(OLD);
        assertThat(get(PATH, "Tidings-Min-Version", "7", "If-None-Match", "\"6\"")
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void a_stale_cache_answers_in_full_whatever_is_known_and_wanted() throws Exception {
        putTwo();
        owner.begin(stale(1));

        HttpResponse<String> old = get(PATH, "Tidings-Min-Version", "7", "If-None-Match", "\"6\"");

        assertThat(old.statusCode()).isEqualTo(200);
        assertThat(old.body()).isEqualTo(OLD);
        assertThat(header(old, "ETag")).isEqualTo("\"6\"");
    }

    @Test
    void a_cache_may_say_that_nothing_has_changed_whatever_was_asked() throws Exception {
        putTwo();
        owner.begin(notModified());

        HttpResponse<String> known = get(PATH, "If-None-Match", "\"6\"", "Tidings-Min-Version", "7");
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(header(known, "ETag")).isEqualTo("\"6\"");
        HttpResponse<String> unknown = get(PATH);
        assertThat(unknown.statusCode()).isEqualTo(304);
        assertThat(header(unknown, "ETag")).isEqualTo("\"7\"");
        assertThat(unknown.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"500, none", "503, 2", "429, 60", "401, none"})
    void a_status_comes_with_or_without_a_time_to_come_again(int status, String retryAfter) throws Exception {
        owner.put(PATH, 7, NEW);
        owner.begin(
                retryAfter.equals("none")
                        ? status(status)
                        : status(status, Duration.ofSeconds(Long.parseLong(retryAfter))));

        HttpResponse<String> answer = get(PATH);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(header(answer, "Retry-After")).isEqualTo(retryAfter);
        assertThat(answer.body()).isEmpty();
        assertThat(owner.answers(status)).isEqualTo(1);
    }

    @Test
    void a_fault_can_be_on_one_path_and_be_ended() throws Exception {
        owner.put(PATH, 7, NEW).put("/other", 1, "{}");
        OwnerFault broken = status(500);

        owner.begin(PATH, broken);
        assertThat(get(PATH + "?fields=city").statusCode()).isEqualTo(500);
        assertThat(get("/other").statusCode()).isEqualTo(200);
        owner.end(broken);
        assertThat(get(PATH).statusCode()).isEqualTo(200);
        owner.begin(broken).begin("/other", status(401));
        assertThat(owner.toString()).contains("status 500", "status 401 on /other");
        assertThat(get(PATH).statusCode()).isEqualTo(500);
        assertThat(get("/other").statusCode()).isEqualTo(401);
        owner.heal();
        assertThat(get(PATH).statusCode()).isEqualTo(200);
        assertThat(get("/other").statusCode()).isEqualTo(200);
    }

    @Test
    void a_fault_that_happens_sometimes_is_the_same_each_time_with_one_seed() throws Exception {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println("seed " + seed + " (-Dtidings.seed=" + seed + " repeats it)");
        putTwo();

        List<Integer> first = statuses(status(500).sometimes(0.5, seed));

        assertThat(first).hasSize(100).contains(200, 500);
        assertThat(statuses(status(500).sometimes(0.5, seed))).isEqualTo(first);
        assertThat(statuses(status(500).sometimes(1, seed))).containsOnly(500);
        assertThatThrownBy(() -> status(500).sometimes(0, seed)).hasMessageContaining("more than 0, and at most 1");
        assertThatThrownBy(() -> status(500).sometimes(Double.NaN, seed)).hasMessageContaining("NaN");
    }

    private List<Integer> statuses(OwnerFault fault) throws IOException, InterruptedException {
        owner.begin(fault);
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            seen.add(get(PATH).statusCode());
        }
        owner.end(fault);
        return seen;
    }
}

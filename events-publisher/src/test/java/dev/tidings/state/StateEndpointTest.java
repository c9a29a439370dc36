package dev.tidings.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.events.TidingsException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One entity at a time. */
class StateEndpointTest {
    private static final String BODY = "{\"city\":\"Łódź\"}";

    private final Map<Long, State> users = new TreeMap<>(Map.of(
            42L, State.json(7, BODY),
            43L, State.json(3, BODY).incarnation(2)));
    private final StateEndpoint<Long> endpoint =
            StateEndpoint.of("user_id", Long::valueOf, id -> Optional.ofNullable(users.get(id)));

    private StateAnswer get(String id, Map<String, String> headers) {
        return endpoint.one(id, headers::get);
    }

    private StateAnswer get(String id) {
        return get(id, Map.of());
    }

    private static String text(StateAnswer answer) {
        return new String(answer.body(), UTF_8);
    }

    @Test
    void the_version_is_a_strong_tag_and_the_body_is_sent_as_it_is() {
        StateAnswer answer = get("42");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers())
                .containsOnly(
                        Map.entry("ETag", "\"7\""),
                        Map.entry("Content-Type", "application/json"),
                        Map.entry("Cache-Control", "no-cache"));
        assertThat(text(answer)).isEqualTo(BODY);
    }

    @Test
    void an_incarnation_is_part_of_the_tag() {
        assertThat(get("43").headers()).containsEntry("ETag", "\"2-3\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "'\"7\"'                   | 304",
                "'W/\"7\"'                 | 304",
                "'*'                       | 304",
                "' * '                     | 304",
                "'\"6\", \"7\"'            | 304",
                "'\"6\",\"7\"'             | 304",
                "'W/\"6\" ,\tW/\"7\"'      | 304",
                "', ,\"7\",'               | 304",
                "'\"a,b\", \"7\"'          | 304",
                "'\"\", \"7\"'             | 304",
                "'\"7\", nonsense'         | 304",
                "'\"6\"'                   | 200",
                "'\"77\"'                  | 200",
                "'\"2-7\"'                 | 200",
                "'7'                       | 200",
                "'w/\"7\"'                 | 200",
                "'W/ \"7\"'                | 200",
                "'\"6\" \"7\"'             | 200",
                "'\"6\"\"7\"'              | 200",
                "'nonsense, \"7\"'         | 200",
                "'\"7'                     | 200",
                "'7\"'                     | 200",
                "'*, \"6\"'                | 200",
                "'\"a,\"7\"'               | 200",
                "''                        | 200",
                "','                       | 200",
            })
    void a_tag_that_is_known_already_saves_the_body(String ifNoneMatch, int status) {
        StateAnswer answer = get("42", Map.of("If-None-Match", ifNoneMatch));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers()).containsEntry("ETag", "\"7\"");
        assertThat(text(answer)).isEqualTo(status == 304 ? "" : BODY);
    }

    @Test
    void a_long_list_of_tags_is_read_in_one_go() {
        String others = "\"6\" ,\t, ".repeat(100_000);

        assertThat(get("42", Map.of("If-None-Match", others + "\"7\"")).status())
                .isEqualTo(304);
        assertThat(get("42", Map.of("If-None-Match", others + "\"7")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"42, 0, 200", "42, 6, 200", "42, 7, 200", "42, ' 7 ', 200", "42, 8, 425", "43, 3, 200", "43, 4, 425"})
    void a_state_from_before_the_wanted_version_is_too_early(String id, String version, int status) {
        assertThat(get(id, Map.of("Tidings-Min-Version", version)).status()).isEqualTo(status);
    }

    @Test
    void what_is_too_early_says_what_is_seen_and_when_to_come_again() {
        StateAnswer answer = get("42", Map.of("Tidings-Min-Version", "8"));

        assertThat(answer.headers())
                .containsOnly(
                        Map.entry("Retry-After", "1"),
                        Map.entry("Tidings-Version", "7"),
                        Map.entry("Cache-Control", "no-cache"));
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void a_known_tag_does_not_make_a_state_late_enough() {
        assertThat(get("42", Map.of("If-None-Match", "\"7\"", "Tidings-Min-Version", "8"))
                        .status())
                .isEqualTo(425);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 1", "PT0.001S, 1", "PT1S, 1", "PT1.001S, 2", "PT1M, 60"})
    void too_early_may_be_503_and_has_whole_seconds(Duration retryAfter, String seconds) {
        StateAnswer answer =
                endpoint.tooEarlyIs503().retryAfter(retryAfter).one("42", Map.of("Tidings-Min-Version", "8")::get);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("Retry-After", seconds);
    }

    @Test
    void what_does_not_exist_is_missing_whatever_version_is_wanted() {
        assertThat(get("44").status()).isEqualTo(404);
        assertThat(get("44", Map.of("Tidings-Min-Version", "8", "If-None-Match", "*"))
                        .status())
                .isEqualTo(404);
        assertThat(get("44").headers()).containsEntry("Cache-Control", "no-cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "7.0", "seven", "1234567890123456789", "٧", "7, 8", "0x7", "+7"})
    void a_wanted_version_that_is_no_number_is_refused(String version) {
        StateAnswer answer = get("42", Map.of("Tidings-Min-Version", version));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer)).isEqualTo("Tidings-Min-Version is not a whole number of up to 18 digits\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "4 2",
                "42\u0000",
                "../42",
                "42/profile",
                "%34%32",
                "٤٢",
                "+42",
                "1e3",
                "12345678901234567890",
                "<script>alert(1)</script>",
                "42\r\nSet-Cookie: a=b"
            })
    void an_id_that_is_none_is_refused_and_not_repeated(String id) {
        StateAnswer answer = get(id);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer)).isEqualTo("that is not a user_id\n");
        assertThat(answer.headers())
                .containsEntry("Content-Type", "text/plain; charset=utf-8")
                .containsEntry("X-Content-Type-Options", "nosniff");
    }

    @Test
    void an_id_of_text_is_not_loaded_where_events_could_not_have_it() {
        StateEndpoint<String> byName = StateEndpoint.of("name", name -> name, name -> Optional.of(State.json(1, "{}")));

        assertThat(byName.one("a_b.c:D-9", name -> null).status()).isEqualTo(200);
        assertThat(byName.one("a".repeat(64), name -> null).status()).isEqualTo(200);
        assertThat(byName.one("a".repeat(65), name -> null).status()).isEqualTo(400);
        assertThat(byName.one("' or 1=1", name -> null).status()).isEqualTo(400);
    }

    @Test
    void what_a_loader_throws_is_thrown_on() {
        StateEndpoint<Long> failing = StateEndpoint.of("user_id", Long::valueOf, id -> {
            if (id == 1) {
                throw new IOException("no database");
            }
            throw new IllegalArgumentException("a mistake of the loader is no mistake of the request");
        });

        assertThatThrownBy(() -> failing.one("1", name -> null))
                .isExactlyInstanceOf(TidingsException.class)
                .hasMessage("the state by user_id could not be loaded: no database")
                .hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> failing.one("2", name -> null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_interrupted_loader_leaves_its_thread_interrupted() {
        StateEndpoint<Long> failing = StateEndpoint.of("user_id", Long::valueOf, id -> {
            throw new InterruptedException();
        });

        assertThatThrownBy(() -> failing.one("1", name -> null)).isInstanceOf(TidingsException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void versions_below_nothing_are_refused() {
        assertThatThrownBy(() -> State.json(-1, "{}")).hasMessageContaining("version -1 of incarnation 0");
        assertThatThrownBy(() -> State.json(1, "{}").incarnation(-1)).hasMessageContaining("both are 0 or more");
        assertThatThrownBy(() -> EntityVersion.of(42L, -1)).hasMessageContaining("of 42 is not possible");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1d", "user id", "version", "incarnation", "a\"b"})
    void a_name_that_would_break_lists_is_refused(String name) {
        assertThatThrownBy(() -> StateEndpoint.of(name, Long::valueOf, id -> Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("an id cannot be named");
    }

    @Test
    void no_body_is_printed() {
        assertThat(State.json(7, BODY)).hasToString("state of version 7");
        assertThat(get("42").toString()).startsWith("answer 200").doesNotContain("city");
    }
}

package dev.tidings.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several entities at once, and all of them page by page. */
class StateListsTest {
    private final TreeMap<Long, State> users = new TreeMap<>();
    private final List<Collection<Long>> loaded = new ArrayList<>();
    private final StateEndpoint<Long> endpoint = StateEndpoint.of(
                    "user_id", Long::valueOf, id -> Optional.ofNullable(users.get(id)))
            .batch(3, this::several)
            .pages(2, this::page);

    private Map<Long, State> several(Collection<Long> ids) {
        loaded.add(List.copyOf(ids));
        Map<Long, State> found = new HashMap<>(users);
        found.keySet().retainAll(ids);
        return found;
    }

    private List<EntityVersion<Long>> page(Optional<Long> after, int limit) {
        return users.tailMap(after.orElse(Long.MIN_VALUE), after.isEmpty()).entrySet().stream()
                .limit(limit)
                .map(user -> user.getValue().versionOf(user.getKey()))
                .toList();
    }

    private StateListsTest put(long id, State state) {
        users.put(id, state);
        return this;
    }

    private String list(String query) {
        StateAnswer answer = endpoint.many(query);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers())
                .containsOnly(Map.entry("Content-Type", "application/json"), Map.entry("Cache-Control", "no-cache"));
        return new String(answer.body(), UTF_8);
    }

    private String refusal(String query) {
        StateAnswer answer = endpoint.many(query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(loaded).isEmpty();
        return new String(answer.body(), UTF_8).strip();
    }

    @Test
    void several_come_in_the_order_asked_with_id_and_version_and_the_fields_of_their_bodies() {
        put(1, State.json(7, "{\"city\":\"Łódź\",\"tags\":[1,{\"a\":null}]}"))
                .put(3, State.json(2, "{}").incarnation(4));

        assertThat(list("ids=3,2,1"))
                .isEqualTo("{\"items\":[{\"user_id\":3,\"version\":2,\"incarnation\":4},"
                        + "{\"user_id\":1,\"version\":7,\"city\":\"Łódź\",\"tags\":[1,{\"a\":null}]}]}");
    }

    @Test
    void none_of_them_is_an_empty_list() {
        assertThat(list("ids=1,2")).isEqualTo("{\"items\":[]}");
    }

    @Test
    void an_id_that_is_asked_twice_is_loaded_once() {
        put(1, State.json(7, "{}"));

        assertThat(list("ids=1,%31%2C01")).isEqualTo("{\"items\":[{\"user_id\":1,\"version\":7}]}");
        assertThat(loaded).containsExactly(List.of(1L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"n\":1.10}",
                "{\"n\":0.1234567890123456789012345678901234567890}",
                "{\"n\":123456789012345678901234567890}",
                "{\"s\":\"\\u0000 \\\" }],\\\"items\\\":[\"}",
                "{\"user\":{\"version\":1,\"user_id\":2}}",
            })
    void bodies_keep_their_values(String body) {
        put(1, State.json(7, body));

        assertThat(list("ids=1")).isEqualTo("{\"items\":[{\"user_id\":1,\"version\":7," + body.substring(1) + "]}");
    }

    @Test
    void fields_of_ours_are_written_once_where_the_body_says_the_same() {
        put(1, State.json(7, "{\"version\":7,\"city\":\"Berlin\",\"user_id\":\"1\"}"));

        assertThat(list("ids=1")).isEqualTo("{\"items\":[{\"user_id\":1,\"version\":7,\"city\":\"Berlin\"}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"version\":8}                        | it has a field version that is not 7",
                "{\"user_id\":2}                        | it has a field user_id that is not 1",
                "{\"user_id\":{}}                       | it has a field user_id that is not 1",
                "[]                                     | it is not an object",
                "7                                      | it is not an object",
                "''                                     | it is not an object",
                "{\"city\":\"secret                     | it is no JSON at byte 15",
                "{\"a\":1},{\"user_id\":2}              | it is no JSON at byte 7",
                "{\"a\":1}{\"user_id\":2}               | something follows the object",
                "{\"a\":1}]                             | it is no JSON at byte 7",
            })
    void a_body_that_is_no_object_of_its_own_is_a_mistake_of_the_owner(String body, String why) {
        put(1, State.json(7, body));

        assertThatThrownBy(() -> endpoint.many("ids=1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the body of user_id 1 cannot be an item of a list: ")
                .hasMessageContaining(why)
                .hasMessageNotContaining("secret");
    }

    @Test
    void ids_of_text_are_text_also_where_they_look_like_numbers() {
        UUID id = UUID.fromString("00000000-0000-7000-8000-000000000001");
        StateEndpoint<UUID> orders = StateEndpoint.of("order_id", UUID::fromString, any -> Optional.empty())
                .batch(ids -> Map.of(id, State.json(7, "{}")));
        StateEndpoint<String> names = StateEndpoint.of("name", name -> name, any -> Optional.empty())
                .batch(ids -> Map.of("007", State.json(7, "{}")));

        assertThat(new String(orders.many("ids=" + id).body(), UTF_8))
                .isEqualTo("{\"items\":[{\"order_id\":\"" + id + "\",\"version\":7}]}");
        assertThat(new String(names.many("ids=007").body(), UTF_8))
                .isEqualTo("{\"items\":[{\"name\":\"007\",\"version\":7}]}");
    }

    @Test
    void pages_go_through_all_of_them() {
        IntStream.rangeClosed(1, 5).forEach(id -> put(id, State.json(id * 10L, "{}")));
        put(4, State.json(40, "{}").incarnation(2));

        assertThat(list("after="))
                .isEqualTo(
                        "{\"items\":[{\"user_id\":1,\"version\":10},{\"user_id\":2,\"version\":20}],\"next\":\"2\"}");
        assertThat(list("after=2"))
                .isEqualTo(
                        "{\"items\":[{\"user_id\":3,\"version\":30},{\"user_id\":4,\"version\":40,\"incarnation\":2}],\"next\":\"4\"}");
        assertThat(list("after=4")).isEqualTo("{\"items\":[{\"user_id\":5,\"version\":50}]}");
    }

    @Test
    void the_first_page_needs_no_parameter() {
        put(1, State.json(7, "{}"));

        assertThat(list("after")).isEqualTo(list("after=")).isEqualTo(list("other=1"));
        assertThat(new String(endpoint.many(null).body(), UTF_8))
                .isEqualTo("{\"items\":[{\"user_id\":1,\"version\":7}]}");
    }

    @Test
    void the_last_page_has_no_next_even_if_it_is_full() {
        put(1, State.json(7, "{}")).put(2, State.json(7, "{}"));

        assertThat(list("after=")).doesNotContain("next");
        assertThat(list("after=2")).isEqualTo("{\"items\":[]}");
    }

    @Test
    void pages_that_do_not_advance_are_noticed() {
        StateEndpoint<Long> stuck = StateEndpoint.of("user_id", Long::valueOf, id -> Optional.empty())
                .pages((after, limit) -> List.of(EntityVersion.of(1L, 1)));

        assertThat(stuck.many("after=").status()).isEqualTo(200);
        assertThatThrownBy(() -> stuck.many("after=1")).hasMessageContaining("load where the id is greater");
    }

    @Test
    void an_id_that_cannot_be_a_cursor_is_noticed() {
        StateEndpoint<String> byMail = StateEndpoint.of("mail", mail -> mail, id -> Optional.empty())
                .pages((after, limit) -> List.of(EntityVersion.of("a@b\"}]", 1)));

        assertThatThrownBy(() -> byMail.many("after=")).hasMessageContaining("1 to 64 characters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ids=                          | that is not a user_id",
                "ids                           | that is not a user_id",
                "ids=,                         | that is not a user_id",
                "ids=1,                        | that is not a user_id",
                "ids=1,,2                      | that is not a user_id",
                "ids=1,abc                     | that is not a user_id",
                "ids=1%202                     | that is not a user_id",
                "ids=1+2                       | that is not a user_id",
                "ids=%00                       | that is not a user_id",
                "ids=%FF                       | that is not a user_id",
                "ids=1;drop table users        | that is not a user_id",
                "ids=%253Cscript%253E          | that is not a user_id",
                "ids=1,2,3,4                   | more than 3 ids in a request; ask in several",
                "ids=1&ids=2                   | ids is given twice; give one list with commas",
                "ids=1&%69ds=2                 | ids is given twice; give one list with commas",
                "ids=1&after=2                 | give ids or after, not both",
                "ids=%                         | the query is not percent-encoded",
                "%zz=1                         | the query is not percent-encoded",
                "after=abc                     | that is not a user_id",
                "after=1%2C2                   | that is not a user_id",
                "after=%22%7D%5D               | that is not a user_id",
                "after=99999999999999999999    | that is not a user_id",
            })
    void parameters_that_make_no_sense_are_refused_in_words(String query, String words) {
        assertThat(refusal(query)).isEqualTo(words);
    }

    @Test
    void a_million_ids_are_refused_before_they_are_looked_at() {
        assertThat(refusal("ids=" + "1,".repeat(1_000_000))).startsWith("more than 3 ids");
    }

    @Test
    void what_was_not_asked_for_is_not_sent() {
        StateEndpoint<Long> generous = StateEndpoint.of("user_id", Long::valueOf, id -> Optional.empty())
                .batch(ids -> Map.of(1L, State.json(1, "{}"), 2L, State.json(1, "{}")));

        assertThat(new String(generous.many("ids=2").body(), UTF_8))
                .isEqualTo("{\"items\":[{\"user_id\":2,\"version\":1}]}");
    }

    @Test
    void lists_are_refused_where_there_is_no_loader_for_them() {
        StateEndpoint<Long> bare = StateEndpoint.of("user_id", Long::valueOf, id -> Optional.empty());

        assertThat(bare.many("ids=1").status()).isEqualTo(400);
        assertThat(bare.many("after=").status()).isEqualTo(400);
        assertThatThrownBy(() -> bare.batch(0, ids -> Map.of())).hasMessageContaining("give 1 to 1000");
        assertThatThrownBy(() -> bare.pages(10_001, (after, limit) -> List.of()))
                .hasMessageContaining("10000");
    }
}

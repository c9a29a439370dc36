package dev.tidings.events;

import static dev.tidings.events.Messages.bare;
import static dev.tidings.events.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be read says which part it is, what is allowed and what to do. */
class UnreadableMessagesTest {
    private static final String READER = "give the group an EventReader";

    static Stream<Arguments> messages() {
        return Stream.concat(bodies(), envelopes());
    }

    private static Stream<Arguments> bodies() {
        return Stream.of(
                arguments(bare(""), "The body is empty", "a JSON object", READER),
                arguments(bare("   "), "The body is empty", "a JSON object", READER),
                arguments(bare("42"), "The body is a number", "a JSON object", READER),
                arguments(bare("[{\"user_id\":42}]"), "The body is an array", "a JSON object", READER),
                arguments(bare("null"), "The body is null", "a JSON object", READER),
                arguments(
                        bare("<user id='42'/>"),
                        "The body is not JSON (line 1, column 1)",
                        "UTF-8 JSON object",
                        READER),
                arguments(bare("{\"user_id\":42"), "The body is not JSON", "UTF-8 JSON object", READER),
                arguments(bare("{'user_id':42}"), "The body is not JSON", "UTF-8 JSON object", READER),
                arguments(bare("{\"user_id\":042}"), "The body is not JSON", "UTF-8 JSON object", READER),
                arguments(bare("{\"user_id\":42,}"), "The body is not JSON", "UTF-8 JSON object", READER),
                arguments(bare("{\"user_id\":NaN}"), "The body is not JSON", "UTF-8 JSON object", READER),
                arguments(bare("{} {}"), "The body goes on after the JSON object", "a single one", READER),
                arguments(bare("{\"user_id\":42}x"), "The body is not JSON", "UTF-8 JSON object", READER),
                arguments(
                        body(new byte[] {'{', (byte) 0xC0, (byte) 0x80, '}'}),
                        "not valid UTF-8",
                        "UTF-8 JSON object",
                        READER),
                arguments(
                        body("{\"user_id\":42}".getBytes(StandardCharsets.UTF_16)),
                        "not valid UTF-8",
                        "UTF-8 JSON object",
                        READER),
                arguments(bare("{}"), "The body has no id", "1 to 8", READER),
                arguments(bare("{\"fields\":[\"city\"]}"), "The body has no id", "1 to 8", READER),
                arguments(bare(manyIds()), "Id id9 is one too many", "at most 8 ids", READER),
                arguments(
                        bare("{\"user_id\":42,\"user_id\":43}"),
                        "Id user_id is given twice",
                        "about one entity",
                        READER),
                arguments(
                        bare("{\"user_id\":42,\"user_\\u0069d\":43}"),
                        "Id user_id is given twice",
                        "one entity",
                        READER),
                arguments(
                        bare("{\"user\":{\"id\":42}}"),
                        "Member 'user' is an object",
                        "a whole number, or text",
                        READER),
                arguments(bare("{\"user\":[42]}"), "Member 'user' is an array", "a whole number, or text", READER),
                arguments(bare("{\"user_id\":null}"), "Member 'user_id' is null", "a whole number, or text", READER),
                arguments(bare("{\"active\":true}"), "Member 'active' is a boolean", "a whole number, or text", READER),
                arguments(
                        bare("{\"user_id\":42.0}"),
                        "Member 'user_id' is a fraction",
                        "a whole number, or text",
                        READER),
                arguments(
                        bare("{\"user_id\":4e1}"), "Member 'user_id' is a fraction", "a whole number, or text", READER),
                arguments(bare("{\"name\":\"Jane Doe\"}"), "Id name is 'Jane Doe'", "1 to 64 of A-Z", READER),
                arguments(bare("{\"name\":\"a\\r\\nb\"}"), "Id name is 'a\\r\\nb'", "1 to 64 of A-Z", READER),
                arguments(bare("{\"user_id\":\"\"}"), "Id user_id is ''", "1 to 64 of A-Z", READER),
                arguments(bare("{\"user-id\":42}"), "Id name 'user-id'", "up to 63 of A-Z", READER),
                arguments(bare("{\"\":42}"), "Id name ''", "up to 63 of A-Z", READER),
                arguments(
                        bare("{\"user_id\":42,\"fields\":\"city\"}"), "Member 'fields' is text", "field names", READER),
                arguments(bare("{\"user_id\":42,\"fields\":null}"), "Member 'fields' is null", "field names", READER),
                arguments(
                        bare("{\"user_id\":42,\"fields\":[1]}"),
                        "'fields' contains a number",
                        "only field names",
                        READER),
                arguments(
                        bare("{\"user_id\":42,\"fields\":[[]]}"),
                        "'fields' contains an array",
                        "only field names",
                        READER),
                arguments(bare("{\"user_id\":42,\"fields\":[\"a=1\"]}"), "Field name 'a=1'", "up to 63 of A-Z", READER),
                arguments(
                        bare("{\"fields\":[],\"a\":1,\"fields\":[]}"),
                        "Member 'fields' is given twice",
                        "once",
                        READER),
                arguments(
                        bare("{\"a\":1,\"fields\":" + names(101) + "}"), "101 changed fields", "at most 100", READER));
    }

    private static Stream<Arguments> envelopes() {
        MessageProperties none = MessageProperties.none();
        String body = "{\"user_id\":42}";
        Object deep = 1;
        for (int i = 0; i < 9; i++) {
            deep = List.of(deep);
        }
        return Stream.of(
                arguments(
                        message(none.contentType("application/xml"), Map.of(), body),
                        "'application/xml'",
                        "only JSON",
                        READER),
                arguments(message(none.contentType("jsonish"), Map.of(), body), "'jsonish'", "only JSON", READER),
                arguments(
                        message(none.contentType("application/cloudevents+json"), Map.of(), body),
                        "a structured CloudEvent",
                        "only binary mode",
                        READER),
                arguments(
                        message(none.contentEncoding("gzip"), Map.of(), body),
                        "encoding is 'gzip'",
                        "only plain UTF-8",
                        READER),
                arguments(
                        message(none.type("user deleted"), Map.of(), body),
                        "Event type 'user deleted'",
                        "words of A-Z",
                        READER),
                arguments(
                        message(none.messageId("\u0000"), Map.of(), body),
                        "event id '\\u0000'",
                        "255 printable bytes",
                        READER),
                arguments(
                        message(none.appId("a\u2028b"), Map.of(), body),
                        "source 'a\\u2028b'",
                        "255 printable bytes",
                        READER),
                arguments(
                        new RawMessage("users", "", none, Map.of(), body.getBytes(StandardCharsets.UTF_8)),
                        "neither a type property nor a routing key",
                        "publish it with one of them",
                        READER),
                arguments(header("tidings-version", "seven"), "tidings-version is 'seven'", "fits a long", READER),
                arguments(header("tidings-version", "9223372036854775808"), "tidings-version", "fits a long", READER),
                arguments(header("tidings-version", 7.0), "tidings-version is '7.0'", "fits a long", READER),
                arguments(
                        header("tidings-version", List.of(7)),
                        "tidings-version is 'a table or list'",
                        "a long",
                        READER),
                arguments(header("tidings-version", -7), "Version -7 is negative", "counts upward from 0", READER),
                arguments(header("tidings-occurred-at", "yesterday"), "occurred-at is 'yesterday'", "ISO-8601", READER),
                arguments(
                        header("tidings-occurred-at", 1_700_000_000L),
                        "occurred-at is '1700000000'",
                        "ISO-8601",
                        READER),
                arguments(header("tidings-occurred-at", "1969-12-31T23:59:59Z"), "time '1969", "1970 to 9999", READER),
                arguments(
                        header("large", "x".repeat(16_384)),
                        "The headers have 16397 bytes",
                        "limit is 16384",
                        "raise it"),
                arguments(header("deep", deep), "The headers nest deeper", "limit of 8", "raise it"),
                arguments(header("cloudEvents:specversion", "0.3"), "of version '0.3'", "only 1.0", READER),
                arguments(
                        message(none, Map.of("cloudEvents:specversion", "1.0", "cloudEvents:time", "noon"), body),
                        "cloudEvents:time is 'noon'",
                        "ISO-8601",
                        READER));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void the_reason_names_the_thing_the_limit_and_the_way_out(
            RawMessage message, String thing, String limit, String wayOut) {
        UnreadableEventException thrown =
                catchThrowableOfType(UnreadableEventException.class, () -> message.readWith(EventFormat.standard()));
        assertThat(thrown).isNotNull();
        String reason = Objects.requireNonNull(thrown.getMessage());
        assertThat(reason).contains(thing).contains(limit).contains(wayOut).hasSizeLessThan(320);
        assertThat(reason.codePoints()).allMatch(Quote::isPrintable);
    }

    private static RawMessage body(byte[] body) {
        return new RawMessage("users", "user.deleted", MessageProperties.none(), Map.of(), body);
    }

    private static RawMessage header(String name, Object value) {
        return message(MessageProperties.none(), Map.of(name, value), "{\"user_id\":42}");
    }

    private static String manyIds() {
        List<String> ids = new ArrayList<>();
        IntStream.rangeClosed(1, 9).forEach(i -> ids.add("\"id" + i + "\":" + i));
        return "{" + String.join(",", ids) + "}";
    }

    private static String names(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"f" + i + "\"")
                .toList()
                .toString();
    }
}

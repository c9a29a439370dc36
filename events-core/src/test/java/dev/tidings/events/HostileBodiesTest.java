package dev.tidings.events;

import static dev.tidings.events.Messages.bare;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies made to hurt: each is refused, with the default limits and with the body's limit out of the way. */
class HostileBodiesTest {
    private static final int MILLION = 1_000_000;

    static Stream<Arguments> bodies() {
        return Stream.of(
                hostile("nested arrays", () -> "[".repeat(100_000)),
                hostile("nested objects", () -> "{\"a\":".repeat(100_000)),
                hostile("nested in fields", () -> "{\"a\":1,\"fields\":" + "[".repeat(100_000)),
                hostile("nested behind the object", () -> "{\"a\":1}" + "[".repeat(100_000)),
                hostile("long number", () -> "{\"a\":" + "9".repeat(MILLION) + "}"),
                hostile("long negative number", () -> "{\"a\":-" + "9".repeat(MILLION) + "}"),
                hostile("long fraction", () -> "{\"a\":0." + "9".repeat(MILLION) + "}"),
                hostile("huge exponent", () -> "{\"a\":1e" + "9".repeat(100) + "}"),
                hostile("long text", () -> "{\"a\":\"" + "a".repeat(MILLION) + "\"}"),
                hostile("long escaped text", () -> "{\"a\":\"" + "\\u0000".repeat(MILLION) + "\"}"),
                hostile("long name", () -> "{\"" + "a".repeat(MILLION) + "\":1}"),
                hostile("long field", () -> "{\"a\":1,\"fields\":[\"" + "a".repeat(MILLION) + "\"]}"),
                hostile(
                        "many ids",
                        () -> IntStream.range(0, 100_000)
                                .mapToObj(i -> "\"a" + i + "\":1")
                                .collect(Collectors.joining(",", "{", "}"))),
                hostile(
                        "many fields",
                        () -> IntStream.range(0, 100_000)
                                .mapToObj(i -> "\"a" + i + "\"")
                                .collect(Collectors.joining(",", "{\"a\":1,\"fields\":[", "]}"))),
                hostile("one field many times and open", () -> "{\"a\":1,\"fields\":[" + "\"a\",".repeat(MILLION)),
                hostile("blanks", () -> " ".repeat(MILLION)),
                hostile("lone surrogate", () -> "{\"a\":\"\\ud800\"}"),
                hostile("control characters", () -> "{\"a\u0000\r\nFAKE LOG LINE\":1}"),
                hostile("unknown word", () -> "x".repeat(MILLION)),
                hostile("comment", () -> "/*" + "x".repeat(MILLION)));
    }

    private static Arguments hostile(String name, Supplier<String> body) {
        return arguments(named(name, body));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void a_hostile_body_is_refused_in_a_short_line(Supplier<String> body) {
        RawMessage message = bare(body.get());
        assertRefused(message, EventFormat.standard());
        assertRefused(
                message, EventFormat.standard().limits(ReadLimits.defaults().bodyBytes(Integer.MAX_VALUE)));
        assertRefused(message, EventFormat.standard().limits(new ReadLimits(Integer.MAX_VALUE, 100, 1)));
    }

    @Test
    void a_body_past_the_limit_is_not_even_decoded() {
        byte[] body = new byte[32 * MILLION];
        Arrays.fill(body, (byte) '9');
        assertRefused(
                new RawMessage("users", "user.deleted", MessageProperties.none(), Map.of(), body),
                EventFormat.standard());
    }

    private static void assertRefused(RawMessage message, EventFormat format) {
        UnreadableEventException thrown =
                catchThrowableOfType(UnreadableEventException.class, () -> message.readWith(format));
        assertThat(thrown).isNotNull();
        String reason = Objects.requireNonNull(thrown.getMessage());
        assertThat(reason).hasSizeLessThan(320);
        assertThat(reason.codePoints()).allMatch(Quote::isPrintable);
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).as("a log of it").doesNotContain("\nFAKE", "xxxxxxxxxx".repeat(10));
    }
}

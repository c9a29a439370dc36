package dev.tidings.migration;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * JSON with its names sorted and no white space, so that equal values are equal text. Numbers keep the form that they came in, but for
 * zeros at the end of a fraction.
 */
final class CanonicalJson {
    private static final int MOST_NESTED = 100;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_NESTED)
                            .build())
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(MOST_NESTED)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .addModule(times())
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectWriter IN_ASCII = MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private CanonicalJson() {}

    /** Times as ISO 8601, on every class path alike: what modules are there must not change what is compared. */
    private static SimpleModule times() {
        SimpleModule module = new SimpleModule("times");
        Stream.of(
                        Instant.class,
                        Duration.class,
                        LocalDate.class,
                        LocalTime.class,
                        LocalDateTime.class,
                        OffsetDateTime.class,
                        ZonedDateTime.class)
                .forEach(type -> module.addSerializer(type, ToStringSerializer.instance));
        return module;
    }

    static JsonNode tree(String json) throws JsonProcessingException {
        try {
            return MAPPER.readTree(json);
        } catch (NumberFormatException e) {
            throw new JsonParseException(null, "a number in it is too large", e);
        }
    }

    /** Of maps, lists, records, and times, which become text. */
    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    static String text(JsonNode tree) throws JsonProcessingException {
        String text = MAPPER.writeValueAsString(tree);
        // Half of a character has no UTF-8, and as an escape it has.
        return StandardCharsets.UTF_8.newEncoder().canEncode(text) ? text : IN_ASCII.writeValueAsString(tree);
    }

    /** For people, in the order in which it was made. */
    static String pretty(JsonNode tree) throws JsonProcessingException {
        return MAPPER.writerWithDefaultPrettyPrinter()
                .without(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                .writeValueAsString(tree);
    }

    static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256, which every JVM must have", e);
        }
    }
}

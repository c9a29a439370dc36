package dev.tidings.migration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** What came of an event: an effect, or a failure. Immutable. */
public sealed interface Result {
    /** The reason of {@link #dropped}. */
    String DROPPED = "tidings.dropped";

    /** The bytes of JSON, in UTF-8, up to which an effect is kept as it is. */
    int MOST_BYTES = 64 * 1024;

    /**
     * What was done, or would have been: fields by name, nested as need be. Beyond 64 KiB only {@code {"tidings.tooLarge": {"bytes",
     * "sha256"}}} is kept, so that equal effects are still the same and others differ; rules for fields do not reach into it.
     *
     * @param json a JSON object, at most 100 levels deep; kept with its names sorted and without white space
     */
    record Effect(String json) implements Result {
        /** Refuses what is no JSON object, or has a name twice. */
        public Effect {
            json = canonical(json);
        }

        private static String canonical(String json) {
            try {
                JsonNode tree = CanonicalJson.tree(json);
                if (!tree.isObject()) {
                    throw new IllegalArgumentException("an effect is a JSON object of fields, not "
                            + tree.getNodeType().toString().toLowerCase(Locale.ROOT)
                            + "; {} stands for nothing to do");
                }
                String text = CanonicalJson.text(tree);
                int bytes = text.getBytes(StandardCharsets.UTF_8).length;
                return bytes <= MOST_BYTES ? text : mark(text, bytes);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(
                        "an effect could not be read as JSON: " + Texts.shown(e.getOriginalMessage(), 300), e);
            }
        }

        private static String mark(String text, int bytes) {
            return "{\"tidings.tooLarge\":{\"bytes\":" + bytes + ",\"sha256\":\"" + CanonicalJson.sha256(text) + "\"}}";
        }
    }

    /**
     * Nothing was done, since it could not be.
     *
     * @param reason in a few words, without values; of more than 500 characters the beginning is kept
     */
    record Failed(String reason) implements Result {
        private static final int MOST = 500;

        /** Cuts the reason, and puts a mark for characters that cannot be stored. */
        public Failed {
            reason = Texts.shown(reason, MOST);
        }
    }

    /** These fields were written. Values are text, numbers, booleans, times (as ISO 8601), null, maps, lists, records. */
    static Result effect(Map<String, ?> fields) {
        try {
            return new Effect(CanonicalJson.text(CanonicalJson.tree(fields)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an effect could not be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** There was nothing to do. */
    static Result nothing() {
        return new Effect("{}");
    }

    /** It could not be done. */
    static Result failed(String reason) {
        return new Failed(reason);
    }

    /** The side's queue was full and dropped the event, so that it never came: a failure with the reason {@link #DROPPED}. */
    static Result dropped() {
        return new Failed(DROPPED);
    }
}

package dev.tidings.owner;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of answers. Safe for use by many threads. */
final class Bodies<T> {
    private static final int DEEPEST = 100;

    private final ObjectMapper json;
    private final Class<T> type;
    private final Versions versions;
    private final String words;

    /** @param words what the bodies are of */
    Bodies(ObjectMapper json, Class<T> type, Versions versions, String words) {
        this.json = json;
        this.type = type;
        this.versions = versions;
        this.words = words;
    }

    /** A mapper that bounds what a body can cost. */
    static ObjectMapper usual(int mostBytes) {
        JsonFactory factory = JsonFactory.builder()
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                // What an exception quotes of a body would be logged.
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(mostBytes)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    Fetched<T> read(Reply reply) {
        if (reply.isNotModified()) {
            return new Fetched.NotModified<>();
        }
        if (reply.isMissing()) {
            return new Fetched.Missing<>();
        }
        try (JsonParser parser = json.createParser(reply.body())) {
            if (!versions.areInBody()) {
                return found(reply, versions.of(reply), json.readValue(parser, type));
            }
            JsonNode body = tree(parser);
            return found(reply, versions.in(body), json.treeToValue(body, type));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** An item of a list. */
    Fetched<T> read(JsonNode item, Reply reply) {
        try {
            return found(reply, version(item, reply), json.treeToValue(item, type));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    Optional<Version> version(JsonNode item, Reply reply) {
        return versions.exist() ? versions.in(item) : versions.of(reply);
    }

    /** The whole body, whatever it is. */
    JsonNode tree(Reply reply) {
        try (JsonParser parser = json.createParser(reply.body())) {
            return tree(parser);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private JsonNode tree(JsonParser parser) throws IOException {
        JsonNode body = json.readTree(parser);
        if (body == null || !body.isObject()) {
            throw new OwnerAnswerException(words + " answered with no JSON object");
        }
        return body;
    }

    private Fetched<T> found(Reply reply, Optional<Version> version, @Nullable T value) {
        if (value == null) {
            throw new OwnerAnswerException(words + " answered with null; 404 says that there is nothing");
        }
        return new Fetched.Found<>(
                version.orElseThrow(() -> new OwnerAnswerException(words + " answered without a version; it needs "
                        + versions.wayOut() + ", or the resource versionFromHeader, versionFromField or unversioned")),
                reply.strongEtag(),
                value,
                reply.body().length);
    }

    private OwnerAnswerException unusable(IOException broken) {
        // The message of the cause may quote the body.
        return new OwnerAnswerException(words + " answered with what is no " + type.getSimpleName() + " in JSON: "
                + broken.getClass().getSimpleName());
    }
}

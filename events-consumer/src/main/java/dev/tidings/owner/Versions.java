package dev.tidings.owner;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Where the version of an answer is found.
 *
 * @param name of the header or of the field
 */
record Versions(Place place, String name) {
    /** Of single answers; in the items of a list it is a field in any case. */
    enum Place {
        ETAG,
        HEADER,
        FIELD,
        NOWHERE
    }

    private static final String FIELD = "version";
    private static final String INCARNATION = "incarnation";

    static Versions etags() {
        return new Versions(Place.ETAG, FIELD);
    }

    /** Whether a version is all that is needed for {@code If-None-Match}. */
    boolean areEtags() {
        return place == Place.ETAG;
    }

    boolean exist() {
        return place != Place.NOWHERE;
    }

    /** Whether the body of an answer must be looked into. */
    boolean areInBody() {
        return place == Place.FIELD;
    }

    Optional<Version> of(Reply reply) {
        return switch (place) {
            case ETAG -> reply.strongEtag().flatMap(Version::ofEtag);
            case HEADER -> reply.header(name).flatMap(Versions::number);
            case FIELD -> Optional.empty();
            case NOWHERE -> Optional.of(Version.of(reply.sentMicros()));
        };
    }

    /** Of a whole answer or of an item in a list. */
    Optional<Version> in(JsonNode item) {
        JsonNode number = item.path(place == Place.FIELD ? name : FIELD);
        JsonNode incarnation = item.path(INCARNATION);
        boolean isUsable = number.canConvertToLong()
                && number.isIntegralNumber()
                && number.longValue() >= 0
                && (incarnation.isMissingNode() || (incarnation.isIntegralNumber() && incarnation.longValue() >= 0));
        return isUsable ? Optional.of(new Version(incarnation.asLong(0), number.longValue())) : Optional.empty();
    }

    private static Optional<Version> number(String text) {
        return Version.ofEtag("\"" + text.trim() + "\"");
    }

    /** How an owner can say it. */
    String wayOut() {
        return switch (place) {
            case ETAG -> "a strong ETag such as \"7\"";
            case HEADER -> "a header " + name + " with a whole number";
            case FIELD -> "a field " + name + " with a whole number";
            case NOWHERE -> "nothing";
        };
    }
}

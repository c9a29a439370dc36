package dev.tidings.state;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parameters of a request, decoded. Of one that comes twice it is not known which is meant. */
record Query(Map<String, Integer> counts, Map<String, String> values) {

    static Query of(@Nullable String raw) {
        Map<String, Integer> counts = new HashMap<>();
        Map<String, String> values = new HashMap<>();
        for (String part : raw == null ? new String[0] : raw.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = decoded(equals < 0 ? part : part.substring(0, equals));
            counts.merge(name, 1, Integer::sum);
            values.put(name, equals < 0 ? "" : decoded(part.substring(equals + 1)));
        }
        return new Query(counts, values);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new RefusedException("the query is not percent-encoded");
        }
    }

    /** @param name is not of the request */
    Optional<String> value(String name) {
        if (counts.getOrDefault(name, 0) > 1) {
            throw new RefusedException(name + " is given twice; give one list with commas");
        }
        return Optional.ofNullable(values.get(name));
    }
}

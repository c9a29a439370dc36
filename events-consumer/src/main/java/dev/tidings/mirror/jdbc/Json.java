package dev.tidings.mirror.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidings.events.TidingsException;

/** Writes what has no column type of its own, with the Jackson modules that are on the class path. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .findAndAddModules()
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private Json() {}

    static String text(Object component) {
        try {
            return MAPPER.writeValueAsString(component);
        } catch (JsonProcessingException e) {
            throw new TidingsException(
                    "a " + component.getClass().getName() + " could not be written as JSON: " + e.getOriginalMessage(),
                    e);
        }
    }
}

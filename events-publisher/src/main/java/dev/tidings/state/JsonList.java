package dev.tidings.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes {@code {"items":[{"user_id":1,"version":7,…},…],"next":"1"}}. */
final class JsonList {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String VERSION = "version";
    private static final String INCARNATION = "incarnation";

    /** Names that an id cannot have. */
    static final Set<String> RESERVED = Set.of(VERSION, INCARNATION);

    /** An id and its name; it is written as the number if there is one. */
    record Id(String name, String text, Optional<Long> number) {}

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final JsonGenerator out;

    JsonList() throws IOException {
        out = JSON.createGenerator(bytes);
        out.writeStartObject();
        out.writeArrayFieldStart("items");
    }

    /** An item without a body. */
    void add(Id id, EntityVersion<?> entity) throws IOException {
        start(id, entity);
        out.writeEndObject();
    }

    /**
     * An item with the fields of its body. Fields of ours that the body has as well are written once.
     *
     * @throws IllegalStateException if the body is not an object, or says otherwise
     */
    void add(Id id, EntityVersion<?> entity, byte[] body) throws IOException {
        Map<String, String> ours = start(id, entity);
        try (JsonParser in = JSON.createParser(body)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw unusable(id, "it is not an object");
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                String mine = ours.get(name);
                if (mine == null) {
                    out.writeFieldName(name);
                    out.copyCurrentStructureExact(in);
                } else if (!mine.equals(in.getText())) {
                    throw unusable(id, "it has a field " + name + " that is not " + mine);
                }
            }
            if (in.nextToken() != null) {
                throw unusable(id, "something follows the object");
            }
        } catch (JsonProcessingException e) {
            // Without the cause, which quotes the body.
            throw unusable(id, "it is no JSON at byte " + e.getLocation().getByteOffset());
        }
        out.writeEndObject();
    }

    private Map<String, String> start(Id id, EntityVersion<?> entity) throws IOException {
        Map<String, String> ours = new LinkedHashMap<>();
        ours.put(id.name(), id.text());
        ours.put(VERSION, String.valueOf(entity.version()));
        out.writeStartObject();
        if (id.number().isPresent()) {
            out.writeNumberField(id.name(), id.number().get());
        } else {
            out.writeStringField(id.name(), id.text());
        }
        out.writeNumberField(VERSION, entity.version());
        if (entity.incarnation() > 0) {
            ours.put(INCARNATION, String.valueOf(entity.incarnation()));
            out.writeNumberField(INCARNATION, entity.incarnation());
        }
        return ours;
    }

    private static IllegalStateException unusable(Id id, String why) {
        return new IllegalStateException("the body of " + id.name() + " " + id.text() + " cannot be an item of a list: "
                + why + "; give a JSON object with fields of its own");
    }

    byte[] end(Optional<String> next) throws IOException {
        out.writeEndArray();
        if (next.isPresent()) {
            out.writeStringField("next", next.get());
        }
        out.writeEndObject();
        out.close();
        return bytes.toByteArray();
    }
}

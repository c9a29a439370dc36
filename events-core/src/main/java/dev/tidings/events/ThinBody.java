package dev.tidings.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body of an event: a JSON object of ids and, if any, {@code fields}. Thread-safe. */
final class ThinBody {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final ReadLimits limits;
    private final JsonFactory json;

    ThinBody(ReadLimits limits) {
        this.limits = limits;
        this.json = JsonFactory.builder()
                // Names come from the wire: none may stay in memory after its message.
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .build())
                .build();
    }

    static byte[] write(DomainEvent event) {
        StringBuilder body = new StringBuilder("{");
        // No id, id name or field name has a character that JSON escapes.
        for (Map.Entry<String, String> id : event.ids().entrySet()) {
            String quote = event.isNumber(id.getKey()) ? "" : "\"";
            body.append(body.length() == 1 ? "\"" : ",\"").append(id.getKey()).append("\":");
            body.append(quote).append(id.getValue()).append(quote);
        }
        if (!event.fields().isEmpty()) {
            body.append(",\"fields\":[\"")
                    .append(String.join("\",\"", event.fields()))
                    .append("\"]");
        }
        return body.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    void read(byte[] body, Draft draft) {
        if (body.length > limits.bodyBytes()) {
            throw new UnreadableEventException("The body has " + body.length + " bytes, the limit is "
                    + limits.bodyBytes() + "; raise it with ReadLimits.bodyBytes, or let the producer send ids only");
        }
        try (JsonParser parser = json.createParser(text(body))) {
            readObject(parser, draft);
        } catch (CharacterCodingException notText) {
            throw new IllegalArgumentException(
                    "The body is not valid UTF-8, but an event is a UTF-8 JSON object", notText);
        } catch (StreamConstraintsException tooMuch) {
            throw new IllegalArgumentException("The body nests deeper than " + limits.depth()
                    + " levels, or has an overlong name, number or text, but an event is ids and names only");
        } catch (JsonProcessingException quotesAll) {
            // Its message quotes what was received without our limit, so it is not kept as the cause.
            throw new IllegalArgumentException(
                    "The body is not JSON" + where(quotesAll) + ", but an event is a UTF-8 JSON object");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String text(byte[] body) throws CharacterCodingException {
        String text = HeaderValue.utf8(body);
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private static String where(JsonProcessingException notJson) {
        var location = notJson.getLocation();
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static void readObject(JsonParser parser, Draft draft) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException(
                    "The body is " + kind(parser.currentToken()) + ", but an event is a JSON object");
        }
        boolean fieldsSeen = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (!name.equals(Rules.FIELDS)) {
                draft.ids = readId(draft.ids, name, value, parser);
            } else if (fieldsSeen) {
                throw new IllegalArgumentException(
                        "Member 'fields' is given twice; an event names all its changed fields once");
            } else {
                draft.fields(readFields(value, parser));
                fieldsSeen = true;
            }
        }
        if (parser.nextToken() != null) {
            throw new IllegalArgumentException("The body goes on after the JSON object, but an event is a single one");
        }
        if (draft.ids.texts().isEmpty()) {
            throw new IllegalArgumentException("The body has no id, but an event has 1 to 8, such as {\"user_id\":42}");
        }
    }

    private static Ids readId(Ids ids, String name, JsonToken value, JsonParser parser) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return ids.and(name, parser.getText());
        }
        if (value == JsonToken.VALUE_NUMBER_INT) {
            return switch (parser.getNumberType()) {
                case INT, LONG -> ids.and(name, parser.getLongValue());
                default -> ids.and(name, parser.getText());
            };
        }
        throw new IllegalArgumentException("Member " + Quote.of(name) + " is " + kind(value)
                + ", not an id (a whole number, or text of 1 to 64 of A-Z a-z 0-9 _ . : -)");
    }

    private static Set<String> readFields(JsonToken value, JsonParser parser) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            throw new IllegalArgumentException("Member 'fields' is " + kind(value) + ", not an array of field names");
        }
        Set<String> fields = new LinkedHashSet<>();
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            if (next != JsonToken.VALUE_STRING) {
                throw new IllegalArgumentException("Member 'fields' contains " + kind(next) + ", not only field names");
            }
            fields.add(parser.getText());
        }
        return fields;
    }

    private static String kind(@Nullable JsonToken token) {
        if (token == null) {
            return "empty";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "text";
            case VALUE_NUMBER_INT -> "a number";
            case VALUE_NUMBER_FLOAT -> "a fraction";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "incomplete";
        };
    }
}

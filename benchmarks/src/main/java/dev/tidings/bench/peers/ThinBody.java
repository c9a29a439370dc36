package dev.tidings.bench.peers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The body of an event, read token by token, which is the fastest that Jackson has. */
public record ThinBody(long userId, List<String> fields) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Reads it, or refuses what has no {@code user_id} or is no JSON object. */
    public static ThinBody read(byte[] bytes) throws IOException {
        long userId = -1;
        List<String> fields = List.of();
        try (JsonParser parser = JSON.createParser(bytes)) {
            check(parser.nextToken() == JsonToken.START_OBJECT, "no JSON object");
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (name.equals("user_id")) {
                    check(value == JsonToken.VALUE_NUMBER_INT, "a user_id that is no number");
                    userId = parser.getLongValue();
                } else if (name.equals("fields")) {
                    check(value == JsonToken.START_ARRAY, "fields that are no list");
                    fields = names(parser);
                } else {
                    JsonParser unused = parser.skipChildren();
                }
            }
            check(parser.currentToken() == JsonToken.END_OBJECT, "a JSON object without an end");
        }
        check(userId >= 0, "no user_id");
        return new ThinBody(userId, fields);
    }

    private static List<String> names(JsonParser parser) throws IOException {
        List<String> names = new ArrayList<>();
        for (String name = parser.nextTextValue(); name != null; name = parser.nextTextValue()) {
            names.add(name);
        }
        check(parser.currentToken() == JsonToken.END_ARRAY, "fields that are no names");
        return names;
    }

    private static void check(boolean isRight, String wrong) throws IOException {
        if (!isRight) {
            throw new IOException("the body has " + wrong);
        }
    }
}

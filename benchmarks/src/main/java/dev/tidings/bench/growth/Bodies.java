package dev.tidings.bench.growth;

import dev.tidings.bench.Site;
import dev.tidings.events.DomainEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bodies of a size. */
final class Bodies {
    static final List<Integer> SIZES = List.of(50, 1 << 10, 4 << 10, 16 << 10, 64 << 10);

    private static final int MEBIBYTE = 1 << 20;
    private static final String ID = "user_id";
    private static final long ENTITIES = 1_000;
    private static final int LONGEST_NAME = 64;
    /** Two quotes and a comma. */
    private static final int AROUND_NAME = 3;

    private Bodies() {}

    static String label(int bytes) {
        return bytes < 1 << 10 ? bytes + " B" : (bytes >> 10) + " KiB";
    }

    static List<Series.Unit> units() {
        return List.of(Series.Unit.EVENTS, new Series.Unit("MiB/s", bytes -> bytes / (double) MEBIBYTE));
    }

    /** An event whose body has about so many bytes, all of them names of changed fields. */
    static DomainEvent event(int number, String[] fields) {
        return DomainEvent.of(Site.TYPE, ID, ENTITIES + number % ENTITIES).changed(fields);
    }

    /** The names of changed fields that fill a body. */
    static String[] fields(int bytes) {
        List<String> names = new ArrayList<>();
        int left = bytes - "{\"user_id\":1000,\"fields\":[]}".length();
        while (left > AROUND_NAME) {
            int length = Math.min(LONGEST_NAME, left - AROUND_NAME);
            String name = "f" + names.size() + "-".repeat(LONGEST_NAME);
            names.add(name.substring(0, length));
            left -= length + AROUND_NAME;
        }
        return names.toArray(String[]::new);
    }

    /** A body with a value in it, as others write it. */
    static byte[] bytes(int bytes) {
        String empty = "{\"user_id\":1000,\"about\":\"\"}";
        String body = empty.replace("\"\"", "\"" + "x".repeat(bytes - empty.length()) + "\"");
        return body.getBytes(StandardCharsets.UTF_8);
    }
}

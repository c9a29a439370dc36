package dev.tidings.bench;

import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/** The broker that a row is measured on, and events of the size that all rows share. */
public record Site(String uri) {
    public static final int WINDOW = 1_000;
    public static final int PREFETCH = 500;
    public static final String TYPE = "profile.updated";
    private static final int BODY_BYTES = 100;

    /** An event whose body has 100 bytes. */
    public static DomainEvent event(long id) {
        int rest = BODY_BYTES - body(id, "").length();
        return DomainEvent.of(TYPE, "user_id", id).changed("country", "f".repeat(rest));
    }

    /** An id as publishers make them: they grow with time. */
    static String eventId() {
        return DomainEvent.of(TYPE, "user_id", 1L).eventId();
    }

    /** The same body for those who publish bytes. */
    public static byte[] body() {
        return body(1, "f".repeat(BODY_BYTES - body(1, "").length())).getBytes(StandardCharsets.UTF_8);
    }

    private static String body(long id, String field) {
        return "{\"user_id\":" + id + ",\"fields\":[\"country\",\"" + field + "\"]}";
    }

    /** A name nobody has. */
    public static String fresh(String word) {
        return "bench-" + word + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    public Broker connect() {
        return Broker.connect(uri).awaitConnected(Duration.ofSeconds(20));
    }

    /** Events a second. */
    public static double rate(int events, long startNanos) {
        return events / ((System.nanoTime() - startNanos) / 1e9);
    }
}

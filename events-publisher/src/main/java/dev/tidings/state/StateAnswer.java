package dev.tidings.state;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What to send: status, headers and body. Immutable, if the body is left alone. */
public final class StateAnswer {
    private static final byte[] NOTHING = {};

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private StateAnswer(int status, Map<String, String> headers, byte[] body) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put("Cache-Control", "no-cache"); // who asks after an event must not get an answer from before it
        this.status = status;
        this.headers = Map.copyOf(all);
        this.body = body;
    }

    static StateAnswer found(State state) {
        return new StateAnswer(200, Map.of("ETag", state.etag(), "Content-Type", "application/json"), state.json());
    }

    static StateAnswer list(byte[] json) {
        return new StateAnswer(200, Map.of("Content-Type", "application/json"), json);
    }

    static StateAnswer notModified(State state) {
        return new StateAnswer(304, Map.of("ETag", state.etag()), NOTHING);
    }

    static StateAnswer missing() {
        return new StateAnswer(404, Map.of(), NOTHING);
    }

    /** The version that is seen tells 503 from one of an owner that is overloaded. */
    static StateAnswer tooEarly(int status, Duration retryAfter, State seen) {
        long seconds = Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds());
        return new StateAnswer(
                status, Map.of("Retry-After", String.valueOf(seconds), "Tidings-Version", seen.words()), NOTHING);
    }

    static StateAnswer refused(String why) {
        return new StateAnswer(
                400,
                Map.of("Content-Type", "text/plain; charset=utf-8", "X-Content-Type-Options", "nosniff"),
                (why + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** 200, 304, 400, 404, 425 or 503. */
    public int status() {
        return status;
    }

    /** To be set as they are; the length of the body is left to the framework. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Empty where there is none. Not copied. */
    public byte[] body() {
        return body;
    }

    /** The status, without the body. */
    @Override
    public String toString() {
        return "answer " + status + " " + headers;
    }
}

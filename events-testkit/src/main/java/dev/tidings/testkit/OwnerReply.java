package dev.tidings.testkit;

import dev.tidings.state.StateAnswer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an owner sends, and how.
 *
 * @param delay before it begins
 * @param perByte before each byte of the body
 * @param isCut after half of the body
 */
record OwnerReply(
        int status, Map<String, String> headers, OwnerBody body, Duration delay, Duration perByte, boolean isCut) {

    static OwnerReply of(StateAnswer answer) {
        return new OwnerReply(
                answer.status(), answer.headers(), OwnerBody.of(answer.body()), Duration.ZERO, Duration.ZERO, false);
    }

    static OwnerReply bare(int status, Map<String, String> headers) {
        return new OwnerReply(status, headers, OwnerBody.NONE, Duration.ZERO, Duration.ZERO, false);
    }

    /** With the headers, and without the body. */
    OwnerReply bare(int other) {
        return new OwnerReply(other, headers, OwnerBody.NONE, delay, perByte, isCut);
    }

    OwnerReply found(OwnerBody other) {
        return new OwnerReply(200, headers, other, delay, perByte, isCut).with("Content-Type", "application/json");
    }

    OwnerReply with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new OwnerReply(status, more, body, delay, perByte, isCut);
    }

    OwnerReply without(String header) {
        Map<String, String> fewer = new TreeMap<>(headers);
        fewer.remove(header);
        return new OwnerReply(status, fewer, body, delay, perByte, isCut);
    }

    OwnerReply later(Duration time) {
        return new OwnerReply(status, headers, body, delay.plus(time), perByte, isCut);
    }

    OwnerReply slowly(Duration time) {
        return new OwnerReply(status, headers, body, delay, time, isCut);
    }

    OwnerReply cut() {
        return new OwnerReply(status, headers, body, delay, perByte, true);
    }
}

package dev.tidings.events;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Optional;

/** What a header's value is: as text, as a time, as a version. Messages leave out causes, which quote without a limit. */
final class HeaderValue {
    /** Stands for what is not UTF-8, or was written so. */
    private static final char REPLACEMENT = '\uFFFD';

    private HeaderValue() {}

    /** Text for a scalar, bytes as UTF-8 or else Base64, times as ISO-8601; empty for a table or a list. */
    static Optional<String> text(Object value) {
        if (value instanceof Map || value instanceof Collection) {
            return Optional.empty();
        }
        if (value instanceof byte[] bytes) {
            return Optional.of(text(bytes));
        }
        if (value instanceof Date date) {
            return Optional.of(date.toInstant().toString());
        }
        return Optional.of(value.toString());
    }

    private static String text(byte[] bytes) {
        try {
            return utf8(bytes);
        } catch (CharacterCodingException binary) {
            return Base64.getEncoder().encodeToString(bytes);
        }
    }

    static String utf8(byte[] bytes) throws CharacterCodingException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : strictly(bytes);
    }

    private static String strictly(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    static String time(Instant time) {
        return IsoTime.write(time);
    }

    static Instant time(String header, Object value) {
        String text = shown(value);
        try {
            return IsoTime.read(text);
        } catch (DateTimeException quotesAll) {
            throw new IllegalArgumentException("Header " + header + " is " + Quote.of(text)
                    + ", not an ISO-8601 time such as '2026-01-31T12:00:00.000Z'");
        }
    }

    /** A whole number of any width, or its decimal digits. */
    static long version(String header, Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        String text = shown(value);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException quotesAll) {
            throw new IllegalArgumentException(
                    "Header " + header + " is " + Quote.of(text) + ", not a whole number that fits a long");
        }
    }

    private static String shown(Object value) {
        return text(value).orElse("a table or list");
    }
}

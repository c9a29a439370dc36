package dev.tidings.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What must be handled once. A part that is longer than 100 characters, or holds a character that not every store can hold (a control
 * character or half of a surrogate pair), is replaced by the SHA-256 of its UTF-16BE bytes: {@code sha256:} and 64 digits.
 *
 * @param group who handles it: two groups handle the same event, each once
 * @param source who made it; an id is unique only there
 * @param eventId which one it is
 */
public record IdempotencyKey(String group, String source, String eventId) implements Comparable<IdempotencyKey> {
    private static final String HASHED = "sha256:";
    /** The most characters of a part. */
    public static final int LONGEST_PART = 100;

    /** Shortens what is too long. */
    public IdempotencyKey {
        group = bounded(group);
        source = bounded(source);
        eventId = bounded(eventId);
    }

    private static String bounded(String part) {
        return part.length() <= LONGEST_PART && isStorable(part)
                ? part
                : HASHED + HexFormat.of().formatHex(sha256(part));
    }

    private static boolean isStorable(String part) {
        int plain = 0;
        while (plain < part.length() && isPlain(part.charAt(plain))) {
            plain++;
        }
        for (int i = plain; i < part.length(); ) {
            int character = part.codePointAt(i);
            if (!isStorable(character)) {
                return false;
            }
            i += Character.charCount(character);
        }
        return true;
    }

    private static boolean isPlain(char character) {
        return character >= ' ' && character <= '~';
    }

    private static boolean isStorable(int character) {
        return !Character.isISOControl(character) && Character.getType(character) != Character.SURROGATE;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_16BE));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** By group, source and id. Claims are made in this order, so that two who claim the same ones never wait for each other. */
    @Override
    public int compareTo(IdempotencyKey other) {
        int byGroup = group.compareTo(other.group);
        int bySource = byGroup != 0 ? byGroup : source.compareTo(other.source);
        return bySource != 0 ? bySource : eventId.compareTo(other.eventId);
    }
}

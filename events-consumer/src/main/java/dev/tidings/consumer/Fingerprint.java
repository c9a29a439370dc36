package dev.tidings.consumer;

import dev.tidings.events.DomainEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an event says, in 64 bits: its type, ids, fields and version, whatever the order they were written in and whatever way it came.
 * Frozen: stores keep it.
 */
final class Fingerprint {
    /** Cannot be part of what it separates. */
    private static final char END = '\n';

    private Fingerprint() {}

    static long of(DomainEvent event) {
        StringBuilder text = new StringBuilder(128).append(event.type()).append(END);
        for (String name : sorted(event.ids().keySet())) {
            text.append(name).append(END).append(event.id(name)).append(END);
        }
        text.append(END);
        for (String field : sorted(event.fields())) {
            text.append(field).append(END);
        }
        text.append(END);
        event.version().ifPresent(text::append);
        return ByteBuffer.wrap(sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    private static Collection<String> sorted(Set<String> names) {
        return names.size() < 2 ? names : new TreeSet<>(names);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

package dev.tidings.outbox;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The hash of an event's entity, that is of all its ids together. Stored, so it must stay as it is. */
final class Entity {
    /** Into so many slots entities are divided; a slot is leased by one relay. */
    static final int SLOTS = 16;

    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Entity() {}

    static long hash(Map<String, String> ids) {
        long hash = FNV_BASIS;
        for (byte b : new TreeMap<>(ids).toString().getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        // FNV mixes its high bits badly, and the slot is made of them.
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        return hash ^ (hash >>> 33);
    }

    static int slot(long hash) {
        return (int) (hash >>> 60);
    }
}

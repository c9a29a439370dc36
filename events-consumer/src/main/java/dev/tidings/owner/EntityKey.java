package dev.tidings.owner;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which entity: its ids by name, in the order of the resource's template. Immutable.
 *
 * @param ids 1 to 8 of them, each 1 to 64 characters of {@code A-Z a-z 0-9 _ . : -}, as in events
 */
public record EntityKey(Map<String, String> ids) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");
    private static final int MOST = 8;

    /** Refuses what could not be the ids of an event. */
    public EntityKey {
        if (ids.isEmpty() || ids.size() > MOST) {
            throw new IllegalArgumentException("an entity has 1 to " + MOST + " ids, not " + ids.size());
        }
        if (!isUsable(ids)) {
            throw new IllegalArgumentException("an id among " + ids.keySet()
                    + " of an entity is not usable; give 1 to 64 characters of A-Z a-z 0-9 _ . : -");
        }
        ids = Collections.unmodifiableMap(new LinkedHashMap<>(ids));
    }

    static boolean isUsable(Map<String, String> ids) {
        return ids.values().stream().allMatch(id -> ID.matcher(id).matches());
    }

    /** The entity with this one id. */
    public static EntityKey of(String name, String id) {
        return new EntityKey(Map.of(name, id));
    }

    /** The entity with this one id. */
    public static EntityKey of(String name, long id) {
        return of(name, String.valueOf(id));
    }

    /** Ids and their names. */
    @Override
    public String toString() {
        return ids.toString();
    }
}

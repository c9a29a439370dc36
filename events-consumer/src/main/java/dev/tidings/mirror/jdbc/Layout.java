package dev.tidings.mirror.jdbc;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which columns a table has: its keys, the components of a record, and the mirror's own.
 *
 * @param components all of them, those that are also keys too
 */
record Layout<T extends Record>(String table, Class<T> type, Keys keys, List<Column> components) {
    static final String INCARNATION = "incarnation";
    static final String VERSION = "version";
    static final String STATE = "state";
    static final String CHANGED_AT = "changed_at";
    /** What says which state of the entity this is. */
    static final List<String> MARK = List.of(INCARNATION, VERSION, STATE);

    private static final Set<String> OWN = Set.of(INCARNATION, VERSION, STATE, CHANGED_AT);

    Layout {
        Set<String> named = new HashSet<>();
        for (String key : keys.columns()) {
            refuseOwn("the id", key);
            if (!named.add(key)) {
                throw new IllegalArgumentException(
                        "the table " + table + " is keyed by " + key + " twice; say it once");
            }
        }
        Map<String, Column> seen = new HashMap<>();
        for (Column column : components) {
            refuseOwn("a component of " + type.getSimpleName(), column.name());
            Column other = seen.put(column.name(), column);
            if (other != null) {
                throw new IllegalArgumentException("components "
                        + other.accessor().getName() + " and "
                        + column.accessor().getName() + " of " + type.getSimpleName() + " would both be the column "
                        + column.name() + "; rename one of them");
            }
        }
    }

    private static void refuseOwn(String what, String column) {
        if (OWN.contains(column)) {
            throw new IllegalArgumentException(what + " would be the column " + column
                    + ", which is the mirror's own; name it otherwise, a component with @JsonProperty(\"" + column
                    + "\") if the owner calls it so");
        }
    }

    static <T extends Record> Layout<T> of(String table, Class<T> type) {
        return new Layout<>(Names.table(table), type, new Keys(List.of()), Column.of(type));
    }

    Layout<T> and(Kind kind, List<String> ids) {
        return new Layout<>(table, type, keys.and(kind, ids), components);
    }

    /** @throws IllegalStateException if no id was named */
    Layout<T> complete() {
        if (keys.list().isEmpty()) {
            throw new IllegalStateException("the mirror's table " + table
                    + " has no key; say by which ids of events it is keyed, such as keyedBy(\"user_id\")");
        }
        return this;
    }

    /** Those components that are not keys, too. */
    List<Column> values() {
        return components.stream()
                .filter(column -> !keys.columns().contains(column.name()))
                .toList();
    }

    /** What is not part of the key and is a parameter of a change, in this order. */
    List<String> stateColumns() {
        return Stream.concat(values().stream().map(Column::name), MARK.stream()).toList();
    }

    /** How many a change has. */
    int parameters() {
        return keys.list().size() + stateColumns().size();
    }
}

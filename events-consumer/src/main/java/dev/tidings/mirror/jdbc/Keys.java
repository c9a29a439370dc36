package dev.tidings.mirror.jdbc;

import dev.tidings.owner.EntityKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The ids of an entity, as the columns of the primary key. */
record Keys(List<Key> list) {

    /** @param id its name in events */
    record Key(String id, String column, Kind kind) {
        void set(PreparedStatement statement, int place, EntityKey entity) throws SQLException {
            String value = entity.ids().getOrDefault(id, "");
            if (kind == Kind.KEY) {
                statement.setString(place, value);
            } else {
                statement.setLong(place, number(entity, value));
            }
        }

        private long number(EntityKey entity, String value) {
            try {
                long number = Long.parseLong(value);
                if (!String.valueOf(number).equals(value)) {
                    throw new NumberFormatException("it would be read as " + number);
                }
                return number;
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        id + " of " + entity + " is no number as a number is written; use keyedBy for such ids", e);
            }
        }
    }

    Keys and(Kind kind, List<String> ids) {
        List<Key> more = new ArrayList<>(list);
        ids.forEach(id -> more.add(new Key(id, Names.column(id), kind)));
        return new Keys(List.copyOf(more));
    }

    List<String> columns() {
        return list.stream().map(Key::column).toList();
    }

    /** The next place. */
    int set(PreparedStatement statement, int place, EntityKey entity) throws SQLException {
        int next = place;
        for (Key key : checked(entity)) {
            key.set(statement, next++, entity);
        }
        return next;
    }

    /** @throws IllegalArgumentException if these are not its ids */
    List<Key> checked(EntityKey entity) {
        List<String> ids = list.stream().map(Key::id).toList();
        if (entity.ids().size() != ids.size() || !entity.ids().keySet().containsAll(ids)) {
            throw new IllegalArgumentException(
                    "the entity " + entity + " has other ids than the mirror's table, which is keyed by " + ids
                            + "; say keyedBy with all of its ids");
        }
        return list;
    }

    /** From the first columns of a row. */
    EntityKey entity(ResultSet row) throws SQLException {
        Map<String, String> ids = new LinkedHashMap<>();
        for (int i = 0; i < list.size(); i++) {
            ids.put(list.get(i).id(), row.getString(i + 1));
        }
        return new EntityKey(ids);
    }

    /** Who writes in this order does not wait for another who does so, too. */
    Comparator<EntityKey> order() {
        return Comparator.comparing(entity -> list.stream()
                .map(key -> entity.ids().getOrDefault(key.id(), ""))
                .collect(Collectors.joining("\n")));
    }
}

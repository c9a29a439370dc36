package dev.tidings.mirror.jdbc;

import dev.tidings.mirror.Copy;
import dev.tidings.owner.EntityKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads what is there. */
record Reading(Table<?> table) {

    /** @param lock the end of the query; empty, or {@code for update} */
    Map<EntityKey, Copy> known(Connection connection, List<EntityKey> entities, String lock) throws SQLException {
        String sql = "select " + table.copyColumns() + " from " + table.name() + " where "
                + table.isAmong(entities.size()) + " order by " + table.keyColumns() + lock;
        Map<EntityKey, Copy> known = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            int place = 1;
            for (EntityKey entity : entities) {
                place = table.setKey(query, place, entity);
            }
            table.copies(query).forEach(copy -> known.put(copy.entity(), copy));
        }
        return known;
    }

    List<Copy> present(Connection connection, Optional<EntityKey> after, int atMost) throws SQLException {
        String sql = "select " + table.copyColumns() + " from " + table.name() + " where "
                + table.column(Layout.STATE) + " = " + Table.literal(Copy.State.PRESENT)
                + (after.isPresent() ? " and " + isAfter() : "") + " order by " + table.keyColumns() + " limit ?";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(after.isPresent() ? setAfter(query, after.get()) : 1, atMost);
            return table.copies(query);
        }
    }

    /**
     * As {@code (a, b) > (?, ?)}, in a form of which every database knows that its index helps: {@code a >= ? and (a > ? or (a = ? and
     * b > ?))}.
     */
    private String isAfter() {
        List<String> keys = table.keys().columns().stream().map(table::column).toList();
        return keys.get(0) + " >= ? and ("
                + IntStream.range(0, keys.size())
                        .mapToObj(i -> keys.subList(0, i).stream()
                                        .map(key -> key + " = ? and ")
                                        .collect(Collectors.joining())
                                + keys.get(i) + " > ?")
                        .collect(Collectors.joining(" or "))
                + ")";
    }

    private int setAfter(PreparedStatement query, EntityKey after) throws SQLException {
        List<Keys.Key> keys = table.keys().checked(after);
        int place = 1;
        keys.get(0).set(query, place++, after);
        for (int i = 0; i < keys.size(); i++) {
            for (Keys.Key key : keys.subList(0, i + 1)) {
                key.set(query, place++, after);
            }
        }
        return place;
    }
}

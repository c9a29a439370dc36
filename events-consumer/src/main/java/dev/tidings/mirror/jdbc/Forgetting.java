package dev.tidings.mirror.jdbc;

import dev.tidings.mirror.Copy;
import dev.tidings.owner.EntityKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Deletes marks that an entity is gone. They are looked for without a lock, so a search through the table holds up nobody. */
record Forgetting(Table<?> table) {
    private static final int PAGE = 1_000;

    /** How many were deleted; 0 when none is left. */
    int page(Connection connection, Duration olderThan) throws SQLException {
        while (true) {
            List<EntityKey> old = old(connection, olderThan);
            int deleted = old.isEmpty() ? 0 : delete(connection, old, olderThan);
            if (deleted > 0 || old.isEmpty()) {
                return deleted;
            }
        }
    }

    private List<EntityKey> old(Connection connection, Duration olderThan) throws SQLException {
        String sql = "select " + table.keyColumns() + " from " + table.name() + " where " + isOld() + " limit " + PAGE;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, olderThan.toMillis());
            return table.entities(query);
        }
    }

    private String isOld() {
        return table.column(Layout.STATE) + " <> " + Table.literal(Copy.State.PRESENT) + " and "
                + table.column(Layout.CHANGED_AT) + " < " + table.dialect().ago();
    }

    private int delete(Connection connection, List<EntityKey> old, Duration olderThan) throws SQLException {
        String sql = "delete from " + table.name() + " where " + isOld() + " and " + table.isAmong(old.size());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, olderThan.toMillis());
            int place = 2;
            for (EntityKey entity : old.stream().sorted(table.keys().order()).toList()) {
                place = table.setKey(statement, place, entity);
            }
            return statement.executeUpdate();
        }
    }
}

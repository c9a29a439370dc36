package dev.tidings.mirror.jdbc;

import dev.tidings.jdbc.internal.Sessions;
import dev.tidings.mirror.Change;
import dev.tidings.mirror.Copy;
import dev.tidings.owner.EntityKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * MariaDB, MySQL and H2: a transaction locks the rows that are there, and writes what may be written over them. No count of a driver is
 * needed, whose meaning its settings change. A row that somebody else inserts meanwhile makes the insert fail, and all is done again.
 */
final class LockedRows<T extends Record> implements Writing<T> {
    private final Table<T> table;
    private final Reading reading;
    private final String insert;
    private final String update;

    LockedRows(Table<T> table) {
        this.table = table;
        this.reading = new Reading(table);
        this.insert = "insert into " + table.name() + " (" + table.columns() + ") values " + table.row();
        this.update = "update " + table.name() + " set "
                + Stream.concat(
                                table.layout().stateColumns().stream().map(column -> table.column(column) + " = ?"),
                                Stream.of(table.column(Layout.CHANGED_AT) + " = "
                                        + table.dialect().now()))
                        .collect(Collectors.joining(", "))
                + " where " + table.isAmong(1);
    }

    @Override
    public Set<EntityKey> write(Sessions sessions, List<Change<T>> changes) throws SQLException {
        List<EntityKey> entities = changes.stream().map(Change::entity).toList();
        return sessions.inTransaction(connection -> {
            Map<EntityKey, Copy> there = reading.known(connection, entities, " for update");
            List<Change<T>> inserts = changes.stream()
                    .filter(change -> !there.containsKey(change.entity()))
                    .toList();
            List<Change<T>> updates =
                    changes.stream().filter(change -> replaces(change, there)).toList();
            update(connection, updates);
            insert(connection, inserts);
            return Stream.concat(inserts.stream(), updates.stream())
                    .map(Change::entity)
                    .collect(Collectors.toSet());
        });
    }

    private static <T> boolean replaces(Change<T> change, Map<EntityKey, Copy> there) {
        Copy copy = there.get(change.entity());
        return copy != null && change.replaces(copy);
    }

    private void update(Connection transaction, List<Change<T>> changes) throws SQLException {
        batch(transaction, update, changes, (statement, change) -> {
            int next = table.set(statement, 1, change);
            int unused = table.setKey(statement, next, change.entity());
        });
    }

    private void insert(Connection transaction, List<Change<T>> changes) throws SQLException {
        batch(transaction, insert, changes, (statement, change) -> {
            int next = table.setKey(statement, 1, change.entity());
            int unused = table.set(statement, next, change);
        });
    }

    /** Sets the parameters for a change. */
    @FunctionalInterface
    private interface Parameters<T> {
        void set(PreparedStatement statement, Change<T> change) throws SQLException;
    }

    private static <T> void batch(Connection transaction, String sql, List<Change<T>> changes, Parameters<T> parameters)
            throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = transaction.prepareStatement(sql)) {
            for (Change<T> change : changes) {
                parameters.set(statement, change);
                statement.addBatch();
            }
            int[] unused = statement.executeBatch();
        }
    }
}

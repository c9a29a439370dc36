package dev.tidings.mirror.jdbc;

import dev.tidings.jdbc.internal.Dialect;
import dev.tidings.mirror.Change;
import dev.tidings.mirror.Copy;
import dev.tidings.owner.EntityKey;
import dev.tidings.owner.Version;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A table on its database: the parts that its statements share, their parameters and what they give. */
record Table<T extends Record>(Layout<T> layout, Dialect dialect, Quotes quotes) {
    static <T extends Record> Table<T> on(Connection connection, Layout<T> layout) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        return new Table<>(layout.complete(), Dialect.of(database), Quotes.of(database));
    }

    Keys keys() {
        return layout.keys();
    }

    String name() {
        return quotes.of(layout.table());
    }

    String column(String name) {
        return quotes.of(name);
    }

    private String list(List<String> columns) {
        return columns.stream().map(this::column).collect(Collectors.joining(", "));
    }

    String keyColumns() {
        return list(keys().columns());
    }

    /** What {@link #copies} reads. */
    String copyColumns() {
        return keyColumns() + ", " + list(Layout.MARK);
    }

    /** Of an insert, in the order of {@link #row}. */
    String columns() {
        return keyColumns() + ", " + list(layout.stateColumns()) + ", " + column(Layout.CHANGED_AT);
    }

    /** Of an insert: its parameters are the key's and then those that {@link #set} sets. */
    String row() {
        return "(" + "?, ".repeat(layout.parameters()) + dialect.now() + ")";
    }

    /** Is true of so many entities. */
    String isAmong(int entities) {
        int ids = keys().list().size();
        String one = parenthesized(ids, Collections.nCopies(ids, "?"));
        return parenthesized(ids, keys().columns().stream().map(this::column).toList()) + " in ("
                + String.join(", ", Collections.nCopies(entities, one)) + ")";
    }

    private static String parenthesized(int columns, List<String> parts) {
        String joined = String.join(", ", parts);
        return columns == 1 ? joined : "(" + joined + ")";
    }

    /** The next place. */
    int setKey(PreparedStatement statement, int place, EntityKey entity) throws SQLException {
        return keys().set(statement, place, entity);
    }

    /** The next place. Values are null unless the change has one. */
    int set(PreparedStatement statement, int place, Change<T> change) throws SQLException {
        int next = place;
        for (Column column : layout.values()) {
            Object value = change instanceof Change.Put<T> put ? column.stored(put.value()) : null;
            set(statement, next++, column.kind(), value);
        }
        Copy copy = change.copy();
        statement.setLong(next++, copy.version().incarnation());
        statement.setLong(next++, copy.version().number());
        statement.setString(next++, stored(copy.state()));
        return next;
    }

    private void set(PreparedStatement statement, int place, Kind kind, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(place, kind.sqlType());
        } else {
            statement.setObject(place, dialect.stored(value));
        }
    }

    static String stored(Copy.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** As a literal. */
    static String literal(Copy.State state) {
        return "'" + stored(state) + "'";
    }

    /** All rows of {@link #copyColumns}. */
    List<Copy> copies(PreparedStatement query) throws SQLException {
        int ids = keys().list().size();
        List<Copy> copies = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                copies.add(new Copy(
                        keys().entity(row),
                        new Version(row.getLong(ids + 1), row.getLong(ids + 2)),
                        Copy.State.valueOf(row.getString(ids + 3).toUpperCase(Locale.ROOT))));
            }
        }
        return copies;
    }

    /** All rows of {@link #keyColumns}. */
    List<EntityKey> entities(PreparedStatement query) throws SQLException {
        List<EntityKey> entities = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                entities.add(keys().entity(row));
            }
        }
        return entities;
    }
}

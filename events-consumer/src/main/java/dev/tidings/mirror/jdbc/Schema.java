package dev.tidings.mirror.jdbc;

import dev.tidings.events.TidingsException;
import dev.tidings.jdbc.internal.Creation;
import dev.tidings.jdbc.internal.Dialect;
import dev.tidings.jdbc.internal.Failures;
import dev.tidings.mirror.Copy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes the table, and checks that it has the columns that are written. */
record Schema(Table<?> table) {
    String ddl() {
        return String.join(";\n", statements()) + ";\n";
    }

    private List<String> statements() {
        List<String> lines = new ArrayList<>();
        types().forEach((column, type) -> lines.add("  " + table.column(column) + " " + type));
        lines.add("  primary key (" + table.keyColumns() + ")");
        String create = "create table if not exists " + table.name() + " (\n" + String.join(",\n", lines) + "\n)"
                + table.dialect().options();
        return table.dialect() == Dialect.POSTGRESQL ? List.of(create, indexOfMarks()) : List.of(create);
    }

    /** Copies are not in it, and what it names does not change with a copy: so its updates stay on their page and write to no index. */
    private String indexOfMarks() {
        String plain = table.layout().table().replaceAll("^.*\\.", "");
        return "create index if not exists %s on %s (%s) where %s <> %s"
                .formatted(
                        table.column(plain + "_marks"),
                        table.name(),
                        table.keyColumns(),
                        table.column(Layout.STATE),
                        Table.literal(Copy.State.PRESENT));
    }

    private Map<String, String> types() {
        Dialect dialect = table.dialect();
        Map<String, String> types = new LinkedHashMap<>();
        table.keys().list().forEach(key -> types.put(key.column(), key.kind().on(dialect) + " not null"));
        table.layout()
                .values()
                .forEach(value -> types.put(value.name(), value.kind().on(dialect)));
        types.put(Layout.INCARNATION, Kind.BIGINT.on(dialect) + " not null");
        types.put(Layout.VERSION, Kind.BIGINT.on(dialect) + " not null");
        types.put(Layout.STATE, Kind.STATE.on(dialect) + " not null");
        types.put(Layout.CHANGED_AT, Kind.TIME.on(dialect) + " not null");
        return types;
    }

    /** Does nothing where it is there. */
    void create(Connection connection) throws SQLException {
        Creation.run(connection, statements());
    }

    /** @throws TidingsException if the table is missing or lacks a column, with what to do */
    void check(Connection connection) throws SQLException {
        Set<String> there = columns(connection);
        types().forEach((column, type) -> {
            if (!there.contains(column)) {
                throw new TidingsException(
                        "the mirror's table %1$s has no column %2$s, and its copies have no value for it;"
                                        .formatted(table.layout().table(), column)
                                + " mirror into a new table, or empty this one and run: alter table %s add column %s %s"
                                        .formatted(table.name(), table.column(column), type));
            }
        });
    }

    private Set<String> columns(Connection connection) throws SQLException {
        Set<String> columns = new HashSet<>();
        try (PreparedStatement query = connection.prepareStatement("select * from " + table.name() + " where 1 = 0");
                ResultSet none = query.executeQuery()) {
            ResultSetMetaData found = none.getMetaData();
            for (int i = 1; i <= found.getColumnCount(); i++) {
                columns.add(found.getColumnName(i).toLowerCase(Locale.ROOT));
            }
            return columns;
        } catch (SQLException e) {
            if (Failures.isMissing(e)) {
                throw new TidingsException(
                        "the mirror's table " + table.layout().table() + " cannot be read: " + e.getMessage()
                                + "; if it is not there, " + Failures.WAY_OUT,
                        e);
            }
            throw e;
        }
    }
}

package dev.tidings.mirror.jdbc;

import dev.tidings.jdbc.internal.Sessions;
import dev.tidings.mirror.Change;
import dev.tidings.owner.EntityKey;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** PostgreSQL: one statement compares, writes, and says what it wrote. It is not a batch, of which a driver may hide the counts. */
final class Upsert<T extends Record> implements Writing<T> {
    private final Table<T> table;
    private final String insert;
    private final String orUpdate;

    Upsert(Table<T> table) {
        this.table = table;
        this.insert = "insert into " + table.name() + " as had (" + table.columns() + ") values ";
        this.orUpdate = " on conflict (" + table.keyColumns() + ") do update set "
                + Stream.concat(table.layout().stateColumns().stream(), Stream.of(Layout.CHANGED_AT))
                        .map(table::column)
                        .map(column -> column + " = excluded." + column)
                        .collect(Collectors.joining(", "))
                + " where " + isAllowed() + " returning " + table.keyColumns();
    }

    /** As {@link Change#replaces} has it. */
    private String isAllowed() {
        String had = "had." + table.column(Layout.STATE);
        String becomes = "excluded." + table.column(Layout.STATE);
        return "%1$s > %2$s or %1$s = %2$s and (%3$s = 'missing' or %4$s = 'removed' or %3$s = 'present' and %4$s = 'missing')"
                .formatted(version("excluded"), version("had"), had, becomes);
    }

    private String version(String row) {
        return "(" + row + "." + table.column(Layout.INCARNATION) + ", " + row + "." + table.column(Layout.VERSION)
                + ")";
    }

    @Override
    public Set<EntityKey> write(Sessions sessions, List<Change<T>> changes) throws SQLException {
        String sql = insert + String.join(", ", Collections.nCopies(changes.size(), table.row())) + orUpdate;
        return sessions.run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                int place = 1;
                for (Change<T> change : changes) {
                    place = table.setKey(statement, place, change.entity());
                    place = table.set(statement, place, change);
                }
                return new HashSet<>(table.entities(statement));
            }
        });
    }
}

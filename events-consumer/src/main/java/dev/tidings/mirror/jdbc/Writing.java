package dev.tidings.mirror.jdbc;

import dev.tidings.jdbc.internal.Dialect;
import dev.tidings.jdbc.internal.Sessions;
import dev.tidings.mirror.Change;
import dev.tidings.owner.EntityKey;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Writes changes, each compared with what is there in one step. */
@FunctionalInterface
interface Writing<T> {

    /**
     * Writes each that its rule allows.
     *
     * @param changes in the order of their keys, each of another entity, and no more than one statement takes
     * @return whose were written
     */
    Set<EntityKey> write(Sessions sessions, List<Change<T>> changes) throws SQLException;

    /** As it is best done on this database. */
    static <T extends Record> Writing<T> on(Table<T> table) {
        return table.dialect() == Dialect.POSTGRESQL ? new Upsert<>(table) : new LockedRows<>(table);
    }
}

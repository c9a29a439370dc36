package dev.tidings.migration.baton;

import dev.tidings.events.TidingsException;
import dev.tidings.jdbc.internal.Dialect;
import dev.tidings.jdbc.internal.Failures;
import dev.tidings.jdbc.internal.Sessions;
import dev.tidings.jdbc.internal.VersionedTables;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Where the baton of a group is kept. Failures are in words. */
final class Place {
    /** A lock was not had in time, on MariaDB and MySQL, and on H2. */
    private static final Set<Integer> HELD = Set.of(1205, 50200);

    private final String group;
    private final Sessions sessions;
    private final VersionedTables tables;
    private volatile @Nullable Rows rows;

    Place(String group, DataSource dataSource, String table) {
        this.group = group;
        this.sessions = new Sessions(dataSource);
        this.tables = new VersionedTables(
                "the baton", "/dev/tidings/migration/baton", table, ddl -> ddl.replace(Baton.TABLE, table));
    }

    /** What is done with the rows. */
    @FunctionalInterface
    interface Work<R> {
        R with(Connection connection, Rows rows) throws SQLException;
    }

    String group() {
        return group;
    }

    String ddl() {
        return ask("cannot be described", () -> sessions.run(tables::ddl));
    }

    void create() {
        int unused = ask(
                "could not be made",
                () -> sessions.run(connection -> {
                    tables.create(connection);
                    return 0;
                }));
    }

    /** Each statement is committed at once. */
    <R> R run(String what, Work<R> work) {
        return ask(what, () -> {
            Rows known = rows();
            return sessions.run(connection -> work.with(connection, known));
        });
    }

    /** Whether it was still in that epoch; if not, nothing was done. */
    boolean move(State from, State to, Note note) {
        return ask("could not be moved", () -> {
            Rows known = rows();
            return sessions.inTransaction(transaction -> {
                boolean isMoved = isMoved(known, transaction, from, to);
                if (isMoved) {
                    known.add(transaction, from.epoch() + 1, from.slots(), to.slots(), note);
                }
                return isMoved;
            });
        });
    }

    private boolean isMoved(Rows known, Connection transaction, State from, State to) throws SQLException {
        try {
            return known.move(transaction, from, to);
        } catch (SQLException e) {
            if (HELD.contains(e.getErrorCode()) || "55P03".equals(e.getSQLState())) {
                throw new TidingsException(
                        this
                                + " could not be moved: a move waits for effects that are under way, and new ones wait for the move; one took too long. Repeat it, or look for handlers with long transactions",
                        e);
            }
            throw e;
        }
    }

    void note(State state, Note note) {
        int unused = ask("could not be written to", () -> {
            Rows known = rows();
            return sessions.inTransaction(transaction -> {
                known.add(transaction, state.epoch(), state.slots(), state.slots(), note);
                return 0;
            });
        });
    }

    State state() {
        return run(
                "could not be read",
                (connection, known) -> known.state(connection).orElse(State.none(group)));
    }

    List<Entry> log() {
        return run("could not be read", (connection, known) -> known.log(connection));
    }

    List<Instance> instances(State state) {
        return run("could not be read", (connection, known) -> known.instances(connection, state));
    }

    Rows rows() throws SQLException {
        Rows known = rows;
        if (known == null) {
            known = sessions.run(connection -> {
                tables.check(connection);
                DatabaseMetaData database = connection.getMetaData();
                boolean isMySql = database.getDatabaseProductName().equalsIgnoreCase("mysql");
                return new Rows(group, new Sql(Dialect.of(database), isMySql, tables.table()));
            });
            rows = known;
        }
        return known;
    }

    private <R> R ask(String what, Failures.Question<R> question) {
        return Failures.ask(this + " " + what, question);
    }

    @Override
    public String toString() {
        return "the baton of group '" + group + "' in " + tables.table();
    }
}

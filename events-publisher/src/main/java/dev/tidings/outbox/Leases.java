package dev.tidings.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The slots that one relay may publish, leased in the database by the database's clock, and shared fairly with the other relays. Used by
 * one thread at a time.
 *
 * <p>Whether a lease still holds is told by this process's own clock, from before it was asked for: a process that was frozen finds
 * out by itself.
 */
final class Leases {
    private static final String NOBODY = "";
    private static final String DUPLICATE = "23";

    private final OutboxSettings settings;
    private final String exchange;
    private final String relay = UUID.randomUUID().toString();
    private final Set<Integer> slots = new TreeSet<>();
    private final String leases;
    private final String relays;
    private long renewAt = System.nanoTime();
    private long endsAt = System.nanoTime();

    Leases(OutboxSettings settings) {
        this.settings = settings;
        this.exchange = settings.exchange();
        this.leases = settings.tables().lease();
        this.relays = settings.tables().relay();
    }

    /** The slots that are held. */
    Set<Integer> slots() {
        return Set.copyOf(slots);
    }

    /** Whether what is held is certainly held. */
    boolean isValid() {
        return System.nanoTime() - endsAt < 0;
    }

    /** Renews when it is time; takes what is free and gives up what is more than a fair share, but nothing that is in use. */
    void keep(Set<Integer> inUse) {
        long now = System.nanoTime();
        if (now - renewAt >= 0) {
            Sql.run(settings.dataSource(), "the relay's leases in " + leases + " could not be renewed", connection -> {
                Dialect dialect = Dialect.of(connection);
                int fair = fairShare(connection, dialect);
                renew(connection, dialect);
                share(connection, dialect, fair, inUse);
                return fair;
            });
            renewAt = now + settings.lease().toNanos() / 3;
            endsAt = now + settings.lease().toNanos();
        }
    }

    /** Says that this relay is alive, and counts those who are. */
    private int fairShare(Connection connection, Dialect dialect) throws SQLException {
        Sql.update(
                connection, "delete from " + relays + " where exchange = ? and ends_at < current_timestamp", exchange);
        String later = dialect.later();
        int known = Sql.update(
                connection,
                "update " + relays + " set ends_at = " + later + " where exchange = ? and relay = ?",
                millis(),
                exchange,
                relay);
        if (known == 0) {
            Sql.update(
                    connection,
                    "insert into " + relays + " (ends_at, exchange, relay) values (" + later + ", ?, ?)",
                    millis(),
                    exchange,
                    relay);
        }
        int alive = numbers(connection, "select count(*) from " + relays + " where exchange = ?", exchange)
                .get(0);
        return (Entity.SLOTS + alive - 1) / alive;
    }

    private void renew(Connection connection, Dialect dialect) throws SQLException {
        Sql.update(
                connection,
                "update " + leases + " set ends_at = " + dialect.later() + " where exchange = ? and relay = ?",
                millis(),
                exchange,
                relay);
        slots.clear();
        slots.addAll(numbers(
                connection, "select slot from " + leases + " where exchange = ? and relay = ?", exchange, relay));
    }

    private void share(Connection connection, Dialect dialect, int fair, Set<Integer> inUse) throws SQLException {
        for (int slot : List.copyOf(slots)) {
            if (slots.size() > fair && !inUse.contains(slot)) {
                giveBack(connection, slot);
                slots.remove(slot);
            }
        }
        if (slots.size() < fair) {
            addMissingSlots(connection);
        }
        String free = "exchange = ? and (relay = '' or ends_at < current_timestamp)";
        String select = "select slot from " + leases + " where " + free;
        for (int slot : slots.size() < fair ? numbers(connection, select, exchange) : List.<Integer>of()) {
            String take =
                    "update " + leases + " set ends_at = " + dialect.later() + ", relay = ? where slot = ? and " + free;
            if (slots.size() < fair && Sql.update(connection, take, millis(), relay, slot, exchange) == 1) {
                slots.add(slot);
            }
        }
    }

    private void giveBack(Connection connection, int slot) throws SQLException {
        Sql.update(
                connection,
                "update " + leases + " set relay = ? where exchange = ? and slot = ? and relay = ?",
                NOBODY,
                exchange,
                slot,
                relay);
    }

    private void addMissingSlots(Connection connection) throws SQLException {
        List<Integer> known = numbers(connection, "select slot from " + leases + " where exchange = ?", exchange);
        for (int slot = 0; slot < Entity.SLOTS; slot++) {
            if (!known.contains(slot)) {
                addSlot(connection, slot);
            }
        }
    }

    private void addSlot(Connection connection, int slot) throws SQLException {
        try {
            Sql.update(
                    connection,
                    "insert into " + leases + " (exchange, slot, relay, ends_at) values (?, ?, ?, current_timestamp)",
                    exchange,
                    slot,
                    NOBODY);
        } catch (SQLException e) {
            boolean anotherRelayWasFirst = String.valueOf(e.getSQLState()).startsWith(DUPLICATE);
            if (!anotherRelayWasFirst) {
                throw e;
            }
        }
    }

    /** Gives everything back, so that the others need not wait. */
    void release() {
        Sql.run(settings.dataSource(), "the relay's leases in " + leases + " could not be given back", connection -> {
            Sql.update(
                    connection,
                    "update " + leases + " set relay = ? where exchange = ? and relay = ?",
                    NOBODY,
                    exchange,
                    relay);
            return Sql.update(
                    connection, "delete from " + relays + " where exchange = ? and relay = ?", exchange, relay);
        });
        slots.clear();
        endsAt = System.nanoTime();
    }

    private long millis() {
        return settings.lease().toMillis();
    }

    private static List<Integer> numbers(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Sql.bind(statement, parameters);
            List<Integer> numbers = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    numbers.add(result.getInt(1));
                }
            }
            return numbers;
        }
    }
}

package dev.tidings.samples.migration.billing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Invoices, credit notes, and a ledger of what was done, in tables that begin with a prefix. The ledger has no key, so that what is done
 * twice is seen.
 */
public final class Books {
    private static final String INVOICE = "select i.order_id, i.net_cents, i.tax_cents, i.total_cents, i.paid,"
            + " coalesce(c.net_cents, 0) from %1$sinvoices i left join %1$scredit_notes c on c.order_id = i.order_id";

    private final String prefix;

    /** Those whose tables begin so. */
    public Books(String prefix) {
        this.prefix = prefix;
    }

    /** The statements that make them. */
    public List<String> ddl() {
        return List.of(
                "create table %sinvoices (order_id bigint primary key, net_cents bigint not null, tax_cents bigint not null,"
                                .formatted(prefix)
                        + " total_cents bigint not null, paid boolean not null)",
                "create table %scredit_notes (order_id bigint primary key, net_cents bigint not null)"
                        .formatted(prefix),
                "create table %sledger (event_id varchar(64) not null, order_id bigint not null, side varchar(20) not null,"
                                .formatted(prefix)
                        + " process_id bigint not null)");
    }

    void enter(Connection transaction, String eventId, long orderId, String side) throws SQLException {
        try (PreparedStatement insert = transaction.prepareStatement(
                "insert into " + prefix + "ledger (event_id, order_id, side, process_id) values (?, ?, ?, ?)")) {
            insert.setString(1, eventId);
            insert.setLong(2, orderId);
            insert.setString(3, side);
            insert.setLong(4, ProcessHandle.current().pid());
            insert.executeUpdate();
        }
    }

    /** Whichever of an order's events comes first. */
    void invoice(Connection transaction, long orderId, long netCents, long taxCents) throws SQLException {
        if (find(transaction, orderId).isPresent()) {
            return;
        }
        try (PreparedStatement insert = transaction.prepareStatement("insert into " + prefix
                + "invoices (order_id, net_cents, tax_cents, total_cents, paid) values (?, ?, ?, ?, false)")) {
            insert.setLong(1, orderId);
            insert.setLong(2, netCents);
            insert.setLong(3, taxCents);
            insert.setLong(4, netCents + taxCents);
            insert.executeUpdate();
        }
    }

    void pay(Connection transaction, long orderId) throws SQLException {
        try (PreparedStatement update =
                transaction.prepareStatement("update " + prefix + "invoices set paid = true where order_id = ?")) {
            update.setLong(1, orderId);
            update.executeUpdate();
        }
    }

    void credit(Connection transaction, long orderId, long netCents) throws SQLException {
        try (PreparedStatement insert = transaction.prepareStatement(
                "insert into " + prefix + "credit_notes (order_id, net_cents) values (?, ?)")) {
            insert.setLong(1, orderId);
            insert.setLong(2, netCents);
            insert.executeUpdate();
        }
    }

    Optional<Invoice> find(Connection connection, long orderId) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(INVOICE.formatted(prefix) + " where i.order_id = ?")) {
            select.setLong(1, orderId);
            return Optional.ofNullable(invoices(select).get(orderId));
        }
    }

    /** All invoices, by their orders. */
    public Map<Long, Invoice> all(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(INVOICE.formatted(prefix))) {
            return invoices(select);
        }
    }

    private static Map<Long, Invoice> invoices(PreparedStatement select) throws SQLException {
        Map<Long, Invoice> invoices = new TreeMap<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                invoices.put(
                        row.getLong(1),
                        new Invoice(row.getLong(2), row.getLong(3), row.getLong(4), row.getBoolean(5), row.getLong(6)));
            }
        }
        return invoices;
    }

    /** Which sides took effect for each event, once for each time. */
    public Map<String, List<String>> ledger(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select event_id, side from " + prefix + "ledger");
                ResultSet row = select.executeQuery()) {
            Map<String, List<String>> ledger = new TreeMap<>();
            while (row.next()) {
                ledger.merge(row.getString(1), List.of(row.getString(2)), Books::and);
            }
            return ledger;
        }
    }

    private static List<String> and(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** How many rows the ledger has. */
    public long entries(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select count(*) from " + prefix + "ledger");
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}

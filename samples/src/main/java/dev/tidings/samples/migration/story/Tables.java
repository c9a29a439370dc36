package dev.tidings.samples.migration.story;

import dev.tidings.samples.demo.database.Database;
import dev.tidings.samples.migration.billing.Invoice;
import dev.tidings.samples.migration.billing.Order;
import dev.tidings.samples.migration.billing.Place;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** All tables of a run, which are dropped at its end. */
final class Tables implements AutoCloseable {
    private final Place place;
    private final Database database;

    private Tables(Place place, Database database) {
        this.place = place;
        this.database = database;
    }

    static Tables make(Place place, Database database) {
        Tables tables = new Tables(place, database);
        place.books().ddl().forEach(database::define);
        place.shadowBooks().ddl().forEach(database::define);
        place.claims(database.dataSource()).createTables();
        place.outcomes(database.dataSource()).createTables();
        place.copies(database.dataSource()).createTables();
        place.baton(database.dataSource()).createTables();
        return tables;
    }

    /** Which sides took effect for each event. */
    Map<String, List<String>> ledger() {
        return database.inTransaction(place.books()::ledger);
    }

    Map<Long, Invoice> invoices() {
        return database.inTransaction(place.books()::all);
    }

    /** How many entries the books of shadows have. */
    long shadowed() {
        return database.inTransaction(connection -> place.shadowBooks().entries(connection)
                + place.shadowBooks().all(connection).size());
    }

    /** The orders as the rewrite has them. */
    Map<Long, Order> copies() {
        return database.inTransaction(connection -> {
            try (PreparedStatement select =
                            connection.prepareStatement("select order_id, country, net_cents, status from "
                                    + place.prefix() + "orders where state = 'present'");
                    ResultSet row = select.executeQuery()) {
                Map<Long, Order> orders = new TreeMap<>();
                while (row.next()) {
                    orders.put(row.getLong(1), new Order(row.getString(2), row.getLong(3), row.getString(4)));
                }
                return orders;
            }
        });
    }

    @Override
    public void close() {
        found().forEach(table -> database.define("drop table " + table));
    }

    private List<String> found() {
        return database.inTransaction(connection -> {
            List<String> names = new ArrayList<>();
            try (ResultSet row = connection
                    .getMetaData()
                    .getTables(connection.getCatalog(), connection.getSchema(), "%", new String[] {"TABLE", "BASE TABLE"
                    })) {
                while (row.next()) {
                    names.add(row.getString("TABLE_NAME"));
                }
            }
            return names.stream()
                    .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(place.prefix()))
                    .toList();
        });
    }
}

package dev.tidings.samples.migration.billing;

import dev.tidings.events.DomainEvent;
import dev.tidings.migration.Outcome.Answer;
import dev.tidings.migration.shadow.Effects;
import dev.tidings.owner.Resource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * What a billing service does about an order's events. In whatever order they come, the books are the same in the end: each of them sees
 * to it that there is an invoice.
 *
 * @param side how the ledger calls it
 */
record Biller(Resource<Order> orders, TaxRule tax, Books books, String side) {

    /** Does it, and tells what it has read. */
    void billAndTell(DomainEvent event, Connection transaction, Effects effects) throws SQLException {
        Order order = ask(event);
        effects.read(Answer.FOUND, order.json());
        bill(event, order, transaction);
    }

    /** Does it. */
    void bill(DomainEvent event, Connection transaction) throws SQLException {
        bill(event, ask(event), transaction);
    }

    private Order ask(DomainEvent event) {
        return orders.current(event)
                .orElseThrow(() -> new IllegalStateException(
                        "the shop does not know order " + event.id("order_id") + ", and orders do not vanish"));
    }

    private void bill(DomainEvent event, Order order, Connection transaction) throws SQLException {
        long id = event.longId("order_id");
        books.invoice(transaction, id, order.netCents(), tax.of(order.country(), order.netCents()));
        switch (event.routingKey()) {
            case "order.placed" -> {
                // The invoice is all.
            }
            case "order.paid" -> books.pay(transaction, id);
            case "order.cancelled" -> books.credit(transaction, id, order.netCents());
            default -> throw new IllegalArgumentException("billing does not know what " + event.routingKey() + " is");
        }
        books.enter(transaction, event.eventId(), id, side);
    }

    /** What it has done about the event, for comparisons. */
    Map<String, ?> effect(DomainEvent event, Connection transaction) throws SQLException {
        Invoice invoice = books.find(transaction, event.longId("order_id"))
                .orElseThrow(() -> new IllegalStateException("no invoice for order " + event.id("order_id")));
        return switch (event.routingKey()) {
            case "order.paid" -> Map.of("paid", invoice.isPaid());
            case "order.cancelled" -> Map.of("credited_cents", invoice.creditedCents());
            default ->
                Map.of(
                        "net_cents", invoice.netCents(),
                        "tax_cents", invoice.taxCents(),
                        "total_cents", invoice.totalCents());
        };
    }
}

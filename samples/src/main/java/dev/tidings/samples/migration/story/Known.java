package dev.tidings.samples.migration.story;

import dev.tidings.migration.Outcome;
import dev.tidings.samples.migration.billing.Order;
import dev.tidings.samples.migration.shop.Orders;
import java.util.Map;
import java.util.TreeMap;

/** What the shop knows, as billing would be told. */
record Known(Orders orders) {

    Map<Long, Order> byId() {
        Map<Long, Order> all = new TreeMap<>();
        orders.all().forEach(order -> all.put(order.id(), seen(order)));
        return all;
    }

    /** By what comparisons call an entity. */
    Map<String, Order> byEntity() {
        Map<String, Order> all = new TreeMap<>();
        orders.all()
                .forEach(order -> all.put(
                        Outcome.entityOf(Map.of(
                                "order_id", String.valueOf(order.id()),
                                "customer_id", String.valueOf(order.customer()))),
                        seen(order)));
        return all;
    }

    private static Order seen(dev.tidings.samples.migration.shop.Order order) {
        return new Order(order.country(), order.netCents(), order.state().name());
    }
}

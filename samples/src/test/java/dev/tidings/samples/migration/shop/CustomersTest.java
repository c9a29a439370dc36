package dev.tidings.samples.migration.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.events.DomainEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CustomersTest {
    private static final int CHANGES = 1_000;

    private final Orders orders = new Orders();
    private final List<DomainEvent> told = new ArrayList<>();

    private void change(long seed) {
        Customers customers = new Customers(orders, told::add, seed);
        IntStream.range(0, CHANGES).forEach(change -> customers.change());
    }

    @Test
    void each_change_is_told_with_ids_and_the_version_that_it_made() {
        change(1);

        assertThat(told).hasSize(CHANGES);
        assertThat(told).extracting(DomainEvent::routingKey).contains("order.placed", "order.paid", "order.cancelled");
        for (Order order : orders.all()) {
            assertThat(told)
                    .filteredOn(event -> event.longId("order_id") == order.id())
                    .hasSize((int) order.version())
                    .allSatisfy(event -> assertThat(event.longId("customer_id")).isEqualTo(order.customer()))
                    .last()
                    .satisfies(event -> assertThat(event.version()).hasValue(order.version()));
        }
    }

    @Test
    void some_orders_are_of_the_book_whose_tax_ends_on_half_a_cent() {
        change(2);

        assertThat(orders.all())
                .filteredOn(order -> order.country().equals("DE") && order.netCents() == 17_50)
                .hasSizeGreaterThan(CHANGES / 50);
    }

    @Test
    void the_seed_decides() {
        change(3);
        List<Order> first = orders.all();
        change(3);

        assertThat(orders.all()).isEqualTo(first);
    }
}

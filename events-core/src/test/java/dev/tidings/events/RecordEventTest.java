package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordEventTest {
    private static final UUID CUSTOMER = UUID.fromString("00000000-0000-7000-8000-0000000000AA");

    private record OrderPlaced(
            long orderId, Long shopId, int line, Integer part, String region, UUID customerId, Set<String> fields) {}

    private record Plain(String userId) {}

    private record Whole(int userId) {}

    record Picky(long userId) {
        Picky {
            if (userId < 100) {
                throw new IllegalStateException("too small");
            }
        }
    }

    @Test
    void a_private_record_is_written_in_snake_case_and_read_back() {
        OrderPlaced placed = new OrderPlaced(1, 2L, 3, 4, "eu", CUSTOMER, Set.of("status"));
        DomainEvent event = DomainEvent.of("order.placed", placed);

        assertThat(event.ids())
                .hasToString("{order_id=1, shop_id=2, line=3, part=4, region=eu, customer_id=" + CUSTOMER + "}");
        assertThat(event.fields()).containsExactly("status");
        assertThat(event.as(OrderPlaced.class)).isEqualTo(placed);
    }

    @Test
    void a_local_record_takes_the_ids_it_names() {
        record Local(long userId) {}
        DomainEvent event = DomainEvent.of("user.deleted", "user_id", 42).and("tenant_id", 7);
        assertThat(event.as(Local.class)).isEqualTo(new Local(42));
    }

    @Test
    void an_id_may_be_spelled_as_the_component() {
        assertThat(DomainEvent.of("user.deleted", "userId", 42).as(Plain.class)).isEqualTo(new Plain("42"));
    }

    @ParameterizedTest
    @CsvSource({
        "orderId, order_id",
        "order_id, order_id",
        "orderID, order_id",
        "URLPart, url_part",
        "line2Id, line2_id",
        "x, x"
    })
    void a_component_has_one_name_on_the_wire(String component, String name) {
        assertThat(RecordShape.snakeCase(component)).isEqualTo(name);
    }

    @Test
    void what_the_event_does_not_have_makes_it_unreadable() {
        DomainEvent event = DomainEvent.of("user.deleted", "tenant_id", 7);
        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> event.as(Plain.class))
                .withMessageContaining("no id 'user_id'; it has tenant_id");
        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> event.and("user_id", 1L << 40).as(Whole.class))
                .withMessageContaining("too large for an int")
                .withMessageContaining("make the record's component a long");
        record Customer(UUID userId) {}
        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> event.and("user_id", "1-1-1-1-1").as(Customer.class))
                .withMessageContaining("'1-1-1-1-1', not a UUID");
    }

    @Test
    void a_record_that_refuses_its_ids_makes_the_event_unreadable() {
        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> DomainEvent.of("user.deleted", "user_id", 42).as(Picky.class))
                .withMessageContaining("refused the event's ids")
                .havingCause()
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_record_has_ids_only() {
        record Price(long orderId, double amount) {}
        record Nothing(Set<String> fields) {}
        record Twice(long userId, long userID) {}
        record Numbers(long userId, Set<Integer> fields) {}
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DomainEvent.of("order.placed", new Price(1, 2.5)))
                .withMessageContaining("Component 'amount'")
                .withMessageContaining("neither an id")
                .withMessageContaining("carries no values");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DomainEvent.of("order.placed", new Nothing(Set.of())))
                .withMessageContaining("has no id");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DomainEvent.of("order.placed", new Twice(1, 2)))
                .withMessageContaining("two components for the id 'user_id'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DomainEvent.of("order.placed", new Numbers(1, Set.of())))
                .withMessageContaining("Component 'fields'");
    }
}

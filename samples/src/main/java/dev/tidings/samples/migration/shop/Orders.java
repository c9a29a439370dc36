package dev.tidings.samples.migration.shop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.tidings.state.EntityVersion;
import dev.tidings.state.State;
import dev.tidings.state.StateEndpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** All orders there are, in memory. Safe for use by many threads; one at a time changes an order. */
public final class Orders {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ConcurrentNavigableMap<Long, Order> orders = new ConcurrentSkipListMap<>();

    /** In JSON. */
    @JsonNaming(SnakeCaseStrategy.class)
    private record Body(long customerId, String country, long netCents, String status) {}

    void put(Order order) {
        orders.put(order.id(), order);
    }

    /** All of them. */
    public List<Order> all() {
        return List.copyOf(orders.values());
    }

    StateEndpoint<Long> endpoint() {
        return StateEndpoint.of("order_id", Long::valueOf, this::one)
                .batch(ids -> {
                    Map<Long, State> states = new HashMap<>();
                    ids.forEach(id -> one(id).ifPresent(state -> states.put(id, state)));
                    return states;
                })
                .pages((after, limit) -> orders.tailMap(after.orElse(Long.MIN_VALUE), false).values().stream()
                        .limit(limit)
                        .map(order -> EntityVersion.of(order.id(), order.version()))
                        .toList());
    }

    private Optional<State> one(long id) {
        return Optional.ofNullable(orders.get(id)).map(Orders::state);
    }

    private static State state(Order order) {
        try {
            Body body = new Body(
                    order.customer(),
                    order.country(),
                    order.netCents(),
                    order.state().name());
            return State.json(order.version(), JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("order " + order.id() + " cannot be written", e);
        }
    }
}

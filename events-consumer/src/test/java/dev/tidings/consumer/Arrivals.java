package dev.tidings.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.broker.internal.Delivery;
import dev.tidings.events.MessageProperties;
import dev.tidings.events.RawMessage;
import java.util.List;
import java.util.Map;

/** Deliveries without a broker: what is settled is noted. */
final class Arrivals {
    private final GroupSettings settings;
    private final Delivery.Epoch epoch = new Open();
    private final AckWindow window = new AckWindow(epoch, 1_000, 1_000, acknowledging -> {});
    private long tags;

    Arrivals(GroupSettings settings) {
        this.settings = settings;
    }

    private static final class Open implements Delivery.Epoch {
        @Override
        public void acknowledge(long tag) {}

        @Override
        public void acknowledgeUpTo(long tag) {}

        @Override
        public void giveBack(long tag) {}

        @Override
        public boolean isOpen() {
            return true;
        }
    }

    /** The next delivery, of an event of this entity, with a key of that exchange. */
    Arrival next(String exchange, String routingKey, long entity) {
        RawMessage message = new RawMessage(
                exchange,
                routingKey,
                MessageProperties.none(),
                Map.of(),
                "{\"user_id\":%d}".formatted(entity).getBytes(UTF_8));
        return Arrival.of(new Delivery(message, ++tags, epoch, 0), settings, Lane.usual("billing", 0), window, 0);
    }

    /** Which entities these are of, in their order. */
    static List<String> entities(List<Arrival> arrivals) {
        return arrivals.stream()
                .map(arrival ->
                        arrival.event().map(event -> event.id("user_id")).orElse("?"))
                .toList();
    }

    /** Their numbers, in their order. */
    static List<Long> tags(List<Arrival> arrivals) {
        return arrivals.stream().map(Arrival::tag).toList();
    }

    static GroupSettings group() {
        return GroupSettings.named("billing")
                .withRoutes(Routes.none().and(Bound.byKey("users", "#"), new Call.Each(event -> {})));
    }
}

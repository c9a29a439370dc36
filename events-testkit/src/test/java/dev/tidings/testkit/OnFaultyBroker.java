package dev.tidings.testkit;

import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.Handled;
import dev.tidings.consumer.Handler;
import dev.tidings.events.DomainEvent;
import dev.tidings.publisher.EventPublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** The pipeline of a group, one step after the other, with what goes wrong told by the test. */
abstract class OnFaultyBroker {

    /** A call of the handler. */
    record Call(long order, Duration at) {
        static Call of(long order, long seconds) {
            return new Call(order, Duration.ofSeconds(seconds));
        }
    }

    final FaultyBroker broker = new FaultyBroker();
    final EventPublisher shop = EventPublisher.to("shop").open(broker);
    final List<Call> calls = new ArrayList<>();
    final List<Handled> handled = new ArrayList<>();
    private final Map<Long, DomainEvent> orders = new HashMap<>();

    /** A group whose handler is noted when it is called. */
    final ConsumerGroup.Spec billing(Handler handler) {
        return ConsumerGroup.named("billing").observing(handled::add).on("shop", "#", event -> {
            calls.add(new Call(event.longId("order_id"), broker.time()));
            handler.handle(event);
        });
    }

    /** The event of an order: the same for the same number. */
    final DomainEvent order(long id) {
        return orders.computeIfAbsent(id, number -> DomainEvent.of("order.placed", "order_id", number));
    }

    final void publish(long... ids) {
        broker.together(() -> LongStream.of(ids).forEach(id -> shop.publish(order(id))));
    }

    final void publishUpTo(long last) {
        publish(LongStream.rangeClosed(1, last).toArray());
    }

    final void seconds(long seconds) {
        broker.advance(Duration.ofSeconds(seconds));
    }

    final void millis(long millis) {
        broker.advance(Duration.ofMillis(millis));
    }

    /** Which orders handlers were called for, in this order. */
    final List<Long> called() {
        return calls.stream().map(Call::order).toList();
    }

    /** What was decided about an order, in this order. */
    final List<Handled.Verdict> verdicts(long id) {
        return handled.stream()
                .filter(one -> one.event().equals(Optional.of(order(id))))
                .map(Handled::verdict)
                .toList();
    }
}

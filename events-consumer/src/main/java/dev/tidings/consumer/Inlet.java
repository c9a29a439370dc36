package dev.tidings.consumer;

import dev.tidings.broker.internal.Delivery;
import dev.tidings.broker.internal.Subscription;
import dev.tidings.broker.internal.Ticker;
import dev.tidings.broker.internal.Topology;
import dev.tidings.broker.internal.Transport;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Where deliveries of one queue come in, each with the window in which it is settled. */
final class Inlet {
    private static final int ACKS_TOGETHER = 100;
    private static final Duration ACK_PAUSE = Duration.ofMillis(10);

    private final Lane lane;
    private final int prefetch;
    private final Ticker clock;
    private final BiConsumer<Delivery, Inlet> arrived;
    private final Subscription subscription;
    private final AtomicLong deliveries = new AtomicLong();
    private volatile @Nullable AckWindow window;
    private volatile int pulling;

    /** @param arrived gets each delivery, on the client's thread */
    Inlet(
            Lane lane,
            int prefetch,
            Topology topology,
            Transport transport,
            Ticker clock,
            BiConsumer<Delivery, Inlet> arrived) {
        this.lane = lane;
        this.prefetch = prefetch;
        this.pulling = prefetch;
        this.clock = clock;
        this.arrived = arrived;
        this.subscription = transport.subscribe(lane.queue(), prefetch, topology, this::delivered);
    }

    private void delivered(Delivery delivery) {
        AckWindow current = window;
        if (current == null || current.epoch() != delivery.epoch()) {
            window = new AckWindow(
                    delivery.epoch(), ACKS_TOGETHER, Math.max(1, prefetch / 2), work -> clock.after(ACK_PAUSE, work));
        }
        deliveries.incrementAndGet();
        arrived.accept(delivery, this);
    }

    Lane lane() {
        return lane;
    }

    Subscription subscription() {
        return subscription;
    }

    /** Where the delivery is settled that came last. */
    AckWindow window() {
        AckWindow current = window;
        if (current == null) {
            throw new IllegalStateException("nothing came from " + lane.queue() + " yet");
        }
        return current;
    }

    /** How many deliveries came so far. */
    long deliveries() {
        return deliveries.get();
    }

    /** How many deliveries may be at hand now. */
    int pulling() {
        return pulling;
    }

    void pull(int atATime) {
        pulling = Math.min(atATime, prefetch);
        subscription.pull(pulling);
    }

    /** Acknowledges what is settled, without waiting for more. */
    void acknowledgeAll() {
        AckWindow current = window;
        if (current != null) {
            current.acknowledgeAll();
        }
    }
}

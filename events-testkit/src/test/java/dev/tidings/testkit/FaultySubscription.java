package dev.tidings.testkit;

import dev.tidings.broker.internal.Delivery;
import dev.tidings.broker.internal.Subscription;
import dev.tidings.broker.internal.Topology;
import dev.tidings.broker.internal.Transport;
import dev.tidings.events.RawMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A subscription that may be deaf, and whose settlements are noted. */
final class FaultySubscription implements Subscription {
    private final FaultyBroker broker;
    private final String queue;
    private final Subscription simulated;
    private int pulling;
    private boolean isDeaf;
    private @Nullable Noting noting;

    FaultySubscription(
            FaultyBroker broker,
            Transport simulated,
            String queue,
            int prefetch,
            Topology topology,
            Consumer<Delivery> listener) {
        this.broker = broker;
        this.queue = queue;
        this.pulling = prefetch;
        this.simulated = simulated.subscribe(queue, prefetch, topology, delivery -> listener.accept(noted(delivery)));
    }

    private Delivery noted(Delivery delivery) {
        Noting current = noting;
        if (current == null || current.epoch != delivery.epoch()) {
            current = new Noting(delivery.epoch());
            noting = current;
        }
        current.open.put(delivery.tag(), delivery.message());
        return new Delivery(delivery.message(), delivery.tag(), current, delivery.redeliveries());
    }

    Stream<RawMessage> atHand() {
        Noting current = noting;
        return current == null || !current.isOpen() ? Stream.of() : List.copyOf(current.open.values()).stream();
    }

    void deafen() {
        isDeaf = true;
        simulated.pull(0);
    }

    @Override
    public void renew(String why) {
        isDeaf = false;
        simulated.renew(why);
        simulated.pull(pulling);
    }

    @Override
    public void pull(int atATime) {
        pulling = atATime;
        if (!isDeaf) {
            simulated.pull(atATime);
        }
    }

    @Override
    public void start() {
        simulated.start();
    }

    @Override
    public boolean isUp() {
        return simulated.isUp();
    }

    @Override
    public boolean await(Duration atMost) throws InterruptedException {
        return simulated.await(atMost);
    }

    @Override
    public String words() {
        return simulated.words();
    }

    @Override
    public Optional<Depth> depth() {
        return simulated.depth();
    }

    @Override
    public void cancel() {
        simulated.cancel();
    }

    @Override
    public void close() {
        simulated.close();
    }

    private final class Noting implements Delivery.Epoch {
        private final Delivery.Epoch epoch;
        private final NavigableMap<Long, RawMessage> open = new TreeMap<>();

        Noting(Delivery.Epoch epoch) {
            this.epoch = epoch;
        }

        @Override
        public void acknowledge(long tag) {
            note("ack " + tag);
            acknowledging(tag, tag);
            epoch.acknowledge(tag);
        }

        @Override
        public void acknowledgeUpTo(long tag) {
            note("ack to " + tag);
            acknowledging(1, tag);
            epoch.acknowledgeUpTo(tag);
        }

        private void acknowledging(long from, long to) {
            if (epoch.isOpen()) {
                Map<Long, RawMessage> some = new TreeMap<>(open.subMap(from, true, to, true));
                some.forEach((tag, message) -> {
                    broker.acknowledging.accept(message);
                    open.remove(tag);
                });
            }
        }

        @Override
        public void giveBack(long tag) {
            note("back " + tag);
            open.remove(tag);
            epoch.giveBack(tag);
        }

        private void note(String what) {
            if (epoch.isOpen()) {
                broker.settled().add(queue.endsWith(".alone") ? "alone: " + what : what);
            }
        }

        @Override
        public boolean isOpen() {
            return epoch.isOpen();
        }
    }
}

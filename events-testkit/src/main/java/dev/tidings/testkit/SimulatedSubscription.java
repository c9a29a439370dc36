package dev.tidings.testkit;

import dev.tidings.broker.internal.Delivery;
import dev.tidings.broker.internal.Subscription;
import dev.tidings.broker.internal.Topology;
import dev.tidings.testkit.SimulatedQueue.Stored;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Consumes a simulated queue. What a broker would close the channel for is a failure of the test. */
final class SimulatedSubscription implements Subscription, SimulatedQueue.Taker {
    private final Stage stage;
    private final Routing routing;
    private final String name;
    private final Topology topology;
    private final Consumer<Delivery> listener;
    private int atATime;
    private @Nullable SimulatedQueue queue;
    private @Nullable ChannelEpoch epoch;

    SimulatedSubscription(
            Stage stage, Routing routing, String name, int prefetch, Topology topology, Consumer<Delivery> listener) {
        this.stage = stage;
        this.routing = routing;
        this.name = name;
        this.atATime = prefetch;
        this.topology = topology;
        this.listener = listener;
    }

    @Override
    public void start() {
        stage.act(() -> {
            routing.declare(topology);
            SimulatedQueue declared = routing.queue(name).orElseThrow();
            queue = declared;
            epoch = new ChannelEpoch(declared);
            declared.consumedBy(this);
        });
    }

    @Override
    public boolean isUp() {
        return epoch != null;
    }

    @Override
    public boolean await(Duration atMost) {
        return isUp();
    }

    @Override
    public String words() {
        return isUp() ? "consuming " + name : "closed";
    }

    @Override
    public Optional<Depth> depth() {
        SimulatedQueue current = queue;
        return current == null ? Optional.empty() : Optional.of(new Depth(current.size(), true));
    }

    /** As on RabbitMQ it is a new consumer, and what the one before has at hand does not count for it. */
    @Override
    public void pull(int most) {
        stage.act(() -> {
            if (most != atATime) {
                atATime = most;
                ChannelEpoch current = epoch;
                if (current != null) {
                    current.nextConsumer();
                }
            }
        });
    }

    @Override
    public boolean isConsuming() {
        return epoch != null && atATime > 0;
    }

    @Override
    public boolean hasRoom() {
        ChannelEpoch current = epoch;
        return current != null && current.atHand < atATime;
    }

    @Override
    public void take(Stored message) {
        ChannelEpoch current = epoch;
        if (current != null) {
            listener.accept(current.delivery(message));
        }
    }

    @Override
    public void renew(String why) {
        stage.act(() -> {
            ChannelEpoch current = epoch;
            if (current != null) {
                epoch = new ChannelEpoch(current.queue);
                current.end();
            }
        });
    }

    @Override
    public void cancel() {
        pull(0);
    }

    @Override
    public void close() {
        stage.act(() -> {
            ChannelEpoch current = epoch;
            epoch = null;
            if (current != null) {
                current.queue.leftBy(this);
                current.end();
            }
        });
    }

    /** A channel, and what was delivered on it. */
    private final class ChannelEpoch implements Delivery.Epoch {

        /** A message that is not settled, and which consumer has it. */
        private record AtHand(Stored message, int consumer) {}

        private final SimulatedQueue queue;
        private final NavigableMap<Long, AtHand> open = new TreeMap<>();
        private boolean ended;
        private long tags;
        private int consumer;
        private int atHand;

        ChannelEpoch(SimulatedQueue queue) {
            this.queue = queue;
        }

        void nextConsumer() {
            consumer++;
            atHand = 0;
            queue.plan();
        }

        Delivery delivery(Stored message) {
            open.put(++tags, new AtHand(message, consumer));
            atHand++;
            return new Delivery(message.message(), tags, this, message.redeliveries());
        }

        void end() {
            ended = true;
            open.values().forEach(one -> queue.putBack(one.message.again()));
            open.clear();
        }

        @Override
        public void acknowledge(long tag) {
            settle(tag, () -> close(tag));
        }

        @Override
        public void acknowledgeUpTo(long tag) {
            settle(tag, () -> List.copyOf(open.headMap(tag, true).keySet()).forEach(this::close));
        }

        @Override
        public void giveBack(long tag) {
            settle(tag, () -> queue.putBack(close(tag).again()));
        }

        private Stored close(long tag) {
            AtHand one = Objects.requireNonNull(open.remove(tag));
            if (one.consumer == consumer) {
                atHand--;
            }
            return one.message;
        }

        private void settle(long tag, Runnable settling) {
            stage.act(() -> {
                if (ended) {
                    return;
                }
                if (!open.containsKey(tag)) {
                    throw stage.failed(
                            "delivery " + tag + " of queue " + name + " is not open, it was settled before or"
                                    + " never came; a broker would close the channel");
                }
                settling.run();
                queue.plan();
            });
        }

        @Override
        public boolean isOpen() {
            return !ended;
        }
    }
}

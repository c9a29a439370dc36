package dev.tidings.testkit;

import dev.tidings.broker.internal.ConfirmedPublisher;
import dev.tidings.broker.internal.Delivery;
import dev.tidings.broker.internal.QueueReader;
import dev.tidings.broker.internal.Subscription;
import dev.tidings.broker.internal.Ticker;
import dev.tidings.broker.internal.Topology;
import dev.tidings.broker.internal.Transport;
import dev.tidings.broker.internal.Verdict;
import dev.tidings.events.RawMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The connections of a process to a simulated broker, and what can happen to them and to it. */
final class FaultyProcess implements Transport {
    private final FaultyBroker broker;
    private final Stage stage;
    private final Transport simulated;
    private final List<FaultySubscription> subscriptions = new ArrayList<>();
    private final List<AutoCloseable> alive = new ArrayList<>();
    private final Deque<Runnable> held = new ArrayDeque<>();
    private boolean standsStill;

    FaultyProcess(FaultyBroker broker, Stage stage, Transport simulated) {
        this.broker = broker;
        this.stage = stage;
        this.simulated = simulated;
    }

    /** What was delivered and is not settled. */
    Stream<RawMessage> atHand() {
        return subscriptions.stream().flatMap(FaultySubscription::atHand);
    }

    void cut() {
        subscriptions.forEach(subscription -> subscription.renew("cut"));
    }

    /** Gets no deliveries, and thinks it does, until its channel is renewed. */
    void deafen() {
        subscriptions.forEach(FaultySubscription::deafen);
    }

    /** Begins no handler until it goes on. */
    void standStill() {
        standsStill = true;
    }

    void goOn() {
        standsStill = false;
        held.forEach(stage::work);
        held.clear();
    }

    /** Ends at once: nothing that it still does has an effect at the broker. */
    void die() throws Exception {
        for (AutoCloseable part : List.copyOf(alive)) {
            part.close();
        }
    }

    private <T extends AutoCloseable> T living(T part) {
        alive.add(part);
        return part;
    }

    @Override
    public ConfirmedPublisher publisher(ConfirmedPublisher.Settings settings, Topology topology) {
        return living(new FaultyPublisher(settings, simulated.publisher(settings, topology)));
    }

    @Override
    public Subscription subscribe(String queue, int prefetch, Topology topology, Consumer<Delivery> listener) {
        FaultySubscription subscription =
                new FaultySubscription(broker, simulated, queue, prefetch, topology, listener);
        subscriptions.add(subscription);
        return living(subscription);
    }

    @Override
    public QueueReader read(String queue) {
        return simulated.read(queue);
    }

    @Override
    public Ticker ticker(String name) {
        return living(simulated.ticker(name));
    }

    @Override
    public Executor handlers(Executor usual) {
        return work -> {
            if (standsStill) {
                held.add(work);
            } else {
                stage.work(work);
            }
        };
    }

    @Override
    public void closesConsumer(Runnable close) {
        simulated.closesConsumer(close);
    }

    @Override
    public void closesPublisher(Runnable close) {
        simulated.closesPublisher(close);
    }

    @Override
    public void closed(Runnable close) {
        simulated.closed(close);
    }

    private final class FaultyPublisher implements ConfirmedPublisher {
        private final Settings settings;
        private final ConfirmedPublisher publisher;
        private boolean closed;

        FaultyPublisher(Settings settings, ConfirmedPublisher publisher) {
            this.settings = settings;
            this.publisher = publisher;
        }

        @Override
        public CompletableFuture<Verdict> publish(RawMessage message) {
            FaultyBroker.Confirm confirm = closed || !message.exchange().isEmpty()
                    ? FaultyBroker.Confirm.USUAL
                    : broker.confirms.apply(message);
            return switch (confirm) {
                case USUAL -> publisher.publish(message);
                case UNROUTED ->
                    CompletableFuture.completedFuture(new Verdict(Verdict.Kind.UNROUTED, "the test wants it so"));
                case LATE ->
                    later(Duration.ofSeconds(2), publisher.publish(message).join());
                case LOST -> {
                    CompletableFuture<Verdict> unused = publisher.publish(message);
                    yield later(settings.deadline(), new Verdict(Verdict.Kind.UNKNOWN, "no confirm"));
                }
                case NOT_SENT -> later(settings.deadline(), new Verdict(Verdict.Kind.NOT_SENT, "no connection"));
            };
        }

        private CompletableFuture<Verdict> later(Duration delay, Verdict verdict) {
            CompletableFuture<Verdict> told = new StageFuture<>(stage);
            stage.later(delay, () -> told.complete(verdict));
            return told;
        }

        @Override
        public boolean isUp() {
            return publisher.isUp();
        }

        @Override
        public String words() {
            return publisher.words();
        }

        @Override
        public long epochs() {
            return publisher.epochs();
        }

        @Override
        public void close() {
            closed = true;
            publisher.close();
        }
    }
}

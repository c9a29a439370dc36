package dev.tidings.consumer;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.broker.internal.Delivery;
import dev.tidings.broker.internal.Subscription;
import dev.tidings.broker.internal.Ticker;
import dev.tidings.broker.internal.Transport;
import dev.tidings.events.TidingsException;
import dev.tidings.idempotency.CaffeineIdempotencyStore;
import dev.tidings.idempotency.IdempotencyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance of a group: takes deliveries, reads them, puts each into its entity's lane. */
final class RunningGroup implements ConsumerGroup {
    private static final Logger log = LoggerFactory.getLogger(RunningGroup.class);
    private static final int PREFETCH = 500;
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(10);
    private static final Duration ACK_PAUSE = Duration.ofMillis(50);
    private static final Duration GIVE_BACK_PAUSE = Duration.ofSeconds(1);

    private final GroupSettings settings;
    private final Transport transport;
    private final Keys keys;
    private final IdempotencyStore store;
    private final Ticker clock;
    private final Outgoing outgoing;
    private final Handling handling;
    private final Settlement settlement;
    private final List<Lane> lanes = new ArrayList<>();
    private final Subscription subscription;
    private final Runnable closing = this::close;
    private volatile @Nullable AckWindow window;
    private volatile boolean closed;

    RunningGroup(GroupSettings settings, Broker broker) {
        if (settings.routes().routes().isEmpty()) {
            throw new IllegalArgumentException(
                    "group '" + settings.name() + "' handles nothing; say on(exchange, pattern, handler) before start");
        }
        GroupQueues queues = new GroupQueues(settings.name());
        this.settings = settings;
        this.transport = Transport.of(broker);
        this.keys = new Keys(settings.name());
        this.store = settings.store().orElseGet(this::defaultStore);
        this.clock = new Ticker(settings.name());
        this.outgoing = new Outgoing(queues, transport);
        this.handling = new Handling(settings, outgoing);
        this.settlement = new Settlement(settings, store, this::giveBackLater);
        for (int i = 1; i <= settings.concurrency(); i++) {
            lanes.add(new Lane("tidings " + settings.name() + " handler-" + i, this::handle));
        }
        this.subscription = transport.subscribe(
                queues.work(), PREFETCH, queues.topology(settings.routes(), settings.policy()), this::delivered);
        clock.every(ACK_PAUSE, this::acknowledgeAboveGap);
        transport.closesConsumer(closing);
        log.info("started {}", settings);
    }

    private IdempotencyStore defaultStore() {
        log.info(
                "group {}: duplicates are recognised by this instance and until it restarts, for the last 100,000 events within an hour;"
                        + " give the group a store that instances share to recognise more",
                settings.name());
        return CaffeineIdempotencyStore.create();
    }

    private void delivered(Delivery delivery) {
        AckWindow current = window;
        if (current == null || current.epoch() != delivery.epoch()) {
            current = new AckWindow(delivery.epoch(), PREFETCH / 4);
            window = current;
        }
        Arrival arrival = Arrival.of(delivery, settings.reader(), current);
        lanes.get(Math.floorMod(arrival.lane(), lanes.size())).add(arrival);
    }

    private void handle(List<Arrival> arrivals) {
        Batch batch = new Batch(keys, store, handling, settlement, arrivals);
        try {
            batch.run();
        } catch (RuntimeException | Error e) {
            log.error(
                    "group {}: not settled, given back to the queue: {} deliveries",
                    settings.name(),
                    batch.unsettled().size(),
                    e);
            batch.unsettled().forEach(this::giveBackLater);
        }
    }

    /** After a pause, so that what cannot be settled does not come round at full speed. */
    private void giveBackLater(Arrival arrival) {
        clock.after(GIVE_BACK_PAUSE, () -> arrival.window().giveBack(arrival.tag()));
    }

    private void acknowledgeAboveGap() {
        AckWindow current = window;
        if (current != null) {
            current.acknowledgeAboveGap();
        }
    }

    @Override
    public ConsumerGroup awaitConsuming(Duration atMost) {
        try {
            if (!subscription.await(atMost)) {
                throw new TidingsException(
                        "group '" + settings.name() + "' does not consume within " + atMost + ": " + health().words());
            }
            return this;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TidingsException("interrupted while waiting for group '" + settings.name() + "'", e);
        }
    }

    @Override
    public Health health() {
        if (closed) {
            return Health.down("closed");
        }
        String words = "group " + settings.name() + ": " + subscription.words();
        return subscription.isUp() ? Health.up(words) : Health.waiting(words);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        transport.closed(closing);
        subscription.cancel();
        for (Lane lane : lanes) {
            lane.stop().forEach(arrival -> arrival.window().giveBack(arrival.tag()));
        }
        awaitHandlers();
        acknowledgeAboveGap();
        clock.close();
        subscription.close();
        outgoing.close();
    }

    private void awaitHandlers() {
        long deadline = System.nanoTime() + STOP_DEADLINE.toNanos();
        try {
            for (Lane lane : lanes) {
                lane.awaitEnd(Duration.ofNanos(deadline - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

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
import dev.tidings.idempotency.IdempotencyStoreException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance of a group: takes deliveries, reads them, and has workers handle them. */
final class RunningGroup implements ConsumerGroup {
    private static final Logger log = LoggerFactory.getLogger(RunningGroup.class);
    private static final int PREFETCH = 500;
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(10);
    private static final int ACKS_TOGETHER = 100;
    private static final Duration ACK_PAUSE = Duration.ofMillis(10);
    private static final Duration GIVE_BACK_PAUSE = Duration.ofSeconds(1);

    private final GroupSettings settings;
    private final Transport transport;
    private final Ticker clock;
    private final Outgoing outgoing;
    private final Pause pause;
    private final GroupMeters meters;
    private final Renewals renewals;
    private final Runs runs;
    private final Settlement settlement;
    private final Workers workers;
    private final Subscription subscription;
    private final Runnable closing = this::close;
    private volatile @Nullable AckWindow window;
    private volatile boolean closed;

    RunningGroup(GroupSettings described, Broker broker) {
        GroupSettings settings = described.filtered();
        IdempotencyStore store = settings.store().orElseGet(CaffeineIdempotencyStore::create);
        new Start(settings, store).check();
        GroupQueues queues = new GroupQueues(settings.name());
        this.settings = settings;
        this.transport = Transport.of(broker);
        this.clock = new Ticker(settings.name());
        this.outgoing = new Outgoing(queues, transport);
        this.pause = new Pause(settings.name(), PREFETCH, clock::after, this::pull);
        this.renewals = new Renewals(settings.name(), store, this::storeFailed);
        this.runs = new Runs(store, renewals, new Handling(settings, outgoing, this::pauseBecauseOf, pause::isOn));
        this.workers = new Workers(settings.name(), settings.concurrency(), this::handle);
        this.meters = new GroupMeters(settings.name(), workers::atHand, pause::isOn);
        this.settlement = new Settlement(settings, store, this::storeFailed, meters, this::giveBackLater);
        this.subscription = transport.subscribe(
                queues.work(), PREFETCH, queues.topology(settings.routes(), settings.policy()), this::delivered);
        transport.closesConsumer(closing);
        log.info("started {}: {}", settings, store.promise());
    }

    private void delivered(Delivery delivery) {
        AckWindow current = window;
        if (current == null || current.epoch() != delivery.epoch()) {
            current = new AckWindow(delivery.epoch(), ACKS_TOGETHER, this::afterAMoment);
            window = current;
        }
        if (pause.isOn()) {
            giveBackLater(current, delivery.tag());
        } else {
            workers.add(Arrival.of(delivery, settings, current));
        }
    }

    private Duration handle(List<Arrival> arrivals) {
        Turn turn = new Turn(arrivals, settings, runs, settlement, meters);
        long trial = pause.trial();
        try {
            turn.run();
            pause.worked(trial);
        } catch (IdempotencyStoreException e) {
            storeFailed(e);
            turn.unsettled().forEach(this::giveBackLater);
        } catch (RuntimeException | Error e) {
            List<Arrival> unsettled = turn.unsettled();
            log.error(
                    "group {}: not settled, given back to the queue: {} deliveries",
                    settings.name(),
                    unsettled.size(),
                    e);
            unsettled.forEach(this::giveBackLater);
        }
        return turn.inHandlers();
    }

    private void storeFailed(IdempotencyStoreException failure) {
        pauseBecause("its store fails: " + failure.getMessage());
    }

    private void pauseBecauseOf(Throwable unavailable) {
        pauseBecause(unavailable.getClass().getSimpleName() + ": " + unavailable.getMessage());
    }

    private void pauseBecause(String why) {
        if (pause.begin(why)) {
            workers.clear().forEach(this::giveBackLater);
        }
    }

    private void pull(int atATime) {
        subscription.pull(atATime);
    }

    /** After a moment, so that what cannot be settled does not come round at full speed. */
    private void giveBackLater(Arrival arrival) {
        giveBackLater(arrival.window(), arrival.tag());
    }

    private void giveBackLater(AckWindow from, long tag) {
        clock.after(GIVE_BACK_PAUSE, () -> from.giveBack(tag));
    }

    private void afterAMoment(Runnable acknowledging) {
        clock.after(ACK_PAUSE, acknowledging);
    }

    private void acknowledgeAll() {
        AckWindow current = window;
        if (current != null) {
            current.acknowledgeAll();
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
        String paused = pause.words();
        if (!paused.isEmpty()) {
            return Health.waiting("group " + settings.name() + ": " + paused);
        }
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
        workers.stop().forEach(arrival -> arrival.window().giveBack(arrival.tag()));
        awaitHandlers();
        acknowledgeAll();
        clock.close();
        renewals.close();
        subscription.close();
        outgoing.close();
        meters.close();
    }

    private void awaitHandlers() {
        try {
            workers.awaitEnd(STOP_DEADLINE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

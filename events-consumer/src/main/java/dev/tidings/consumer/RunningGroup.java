package dev.tidings.consumer;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.broker.internal.Delivery;
import dev.tidings.broker.internal.Ticker;
import dev.tidings.broker.internal.Transport;
import dev.tidings.events.TidingsException;
import dev.tidings.idempotency.CaffeineIdempotencyStore;
import dev.tidings.idempotency.IdempotencyStore;
import dev.tidings.idempotency.IdempotencyStoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance of a group: takes deliveries, reads them, and has workers handle them. */
final class RunningGroup implements ConsumerGroup {
    private static final Logger log = LoggerFactory.getLogger(RunningGroup.class);
    private static final Duration GIVE_BACK_PAUSE = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

    private final GroupSettings settings;
    private final Transport transport;
    private final Ticker clock;
    private final Outgoing outgoing;
    private final Pause pause;
    private final GroupMeters meters;
    private final Renewals renewals;
    private final HandlerCalls calls;
    private final Runs runs;
    private final Settlement settlement;
    private final HandlerThreads threads;
    private final Workers workers;
    private final Scaling scaling;
    private final Inlets inlets;
    private final List<Watchdog> watchdogs;
    private final Runnable closing = this::close;
    private volatile boolean stopping;
    private volatile boolean closed;

    RunningGroup(GroupSettings described, Broker broker) {
        GroupSettings settings = described.filtered();
        Capacity capacity = settings.capacity();
        String name = settings.name();
        this.settings = settings;
        this.transport = Transport.of(broker);
        this.clock = transport.ticker(name);
        IdempotencyStore store =
                settings.claims().store().orElseGet(() -> CaffeineIdempotencyStore.create(clock::nanoTime));
        new Start(settings, store).check();
        this.outgoing = new Outgoing(settings.queues(), transport);
        this.pause = new Pause(name, capacity.prefetch(), clock::after, this::pull);
        this.renewals = new Renewals(name, store, transport.ticker(name + " leases"), this::storeFailed);
        this.calls = new HandlerCalls(name, settings.timing().handlerTimeout(), clock);
        this.runs = new Runs(
                store, renewals, new Handling(settings, outgoing, this::pauseBecauseOf, this::canBegin), calls);
        this.threads = new HandlerThreads(name, capacity);
        this.workers = new Workers(name, capacity.atOnce(), transport.handlers(threads), clock, this::handle);
        this.scaling = new Scaling(capacity, this::handlers);
        this.inlets = new Inlets(settings, transport, clock, this::delivered);
        this.watchdogs = inlets.all().stream()
                .map(inlet -> new Watchdog(inlet, workers::atHand))
                .toList();
        this.meters = new GroupMeters(name, workers::atHand, pause::isOn, () -> backlog(inlets));
        this.settlement = new Settlement(settings, store, this::storeFailed, meters, this::giveBackLater);
        transport.closesConsumer(closing);
        clock.every(LOOK, this::look);
        inlets.start();
        log.info("started {}: {}", settings, store.promise());
    }

    private static long backlog(Inlets inlets) {
        return inlets.backlog().orElse(0);
    }

    /** Looks after what cannot be seen from a single event. */
    private void look() {
        watchdogs.forEach(Watchdog::look);
        workers.clearBefore(clock.nanoTime() - settings.timing().longestWait().toNanos())
                .forEach(this::giveBackLater);
        inlets.backlog().ifPresent(waiting -> scaling.backlog(waiting + workers.waiting()));
    }

    private void handlers(int atOnce) {
        log.info("group {}: {} handlers at once", settings.name(), atOnce);
        threads.atOnce(atOnce);
        workers.atOnce(atOnce);
    }

    private void delivered(Delivery delivery, Inlet from) {
        Arrival arrival = Arrival.of(delivery, settings, from.lane(), from.window(), clock.nanoTime());
        if (pause.isOn()) {
            giveBackLater(arrival);
        } else {
            workers.add(arrival);
        }
    }

    private boolean canBegin(Arrival arrival) {
        return !pause.isOn()
                && !stopping
                && clock.nanoTime() - arrival.since()
                        < settings.timing().longestWait().toNanos();
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
        inlets.pull(atATime);
    }

    /** After a moment, so that what cannot be settled does not come round at full speed. */
    private void giveBackLater(Arrival arrival) {
        clock.after(GIVE_BACK_PAUSE, () -> giveBack(arrival));
    }

    /** What is handled alone goes to the end of its queue as a new message: the broker would count a return as a failure. */
    private void giveBack(Arrival arrival) {
        if (!arrival.isLive()) {
            return;
        }
        if (arrival.lane().isAlone()) {
            CompletableFuture<Void> unused =
                    outgoing.alone(arrival, arrival.attempt()).thenAccept(isSafe -> settle(arrival, isSafe));
        } else {
            settle(arrival, false);
        }
    }

    private static void settle(Arrival arrival, boolean isSafe) {
        if (isSafe) {
            arrival.window().acknowledge(List.of(arrival.tag()));
        } else {
            arrival.window().giveBack(arrival.tag());
        }
    }

    @Override
    public ConsumerGroup awaitConsuming(Duration atMost) {
        try {
            if (!inlets.await(atMost)) {
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
    public ConsumerGroup scaleTo(int handlersAtOnce) {
        scaling.byHand(handlersAtOnce);
        return this;
    }

    @Override
    public Health health() {
        if (closed) {
            return Health.down("closed");
        }
        String who = "group " + settings.name() + ": ";
        String paused = pause.words();
        if (!paused.isEmpty()) {
            return Health.waiting(who + paused);
        }
        if (!inlets.areUp()) {
            return Health.waiting(who + inlets.words());
        }
        return Health.up(who + inlets.words() + ", " + words());
    }

    private String words() {
        long deaf = calls.deafOnes();
        return scaling.now() + " handlers at once, " + workers.atHand() + " events at hand"
                + (inlets.backlog().isPresent() ? ", " + backlog(inlets) + " waiting" : "")
                + (deaf > 0
                        ? "; " + deaf + " handlers go on although they were interrupted after "
                                + settings.timing().handlerTimeout()
                        : "");
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        transport.closed(closing);
        inlets.cancel();
        workers.stop().forEach(this::giveBack);
        awaitHandlers();
        outgoing.close();
        inlets.acknowledgeAll();
        clock.close();
        renewals.close();
        inlets.close();
        meters.close();
        threads.close();
    }

    /** Those that do not end in time are interrupted, and have another moment. */
    private void awaitHandlers() {
        try {
            if (!workers.awaitEnd(settings.timing().stopWithin())) {
                log.warn(
                        "group {}: handlers are interrupted, since they did not end within {}",
                        settings.name(),
                        settings.timing().stopWithin());
                stopping = true;
                calls.interruptAll();
                boolean ended = workers.awaitEnd(AFTER_INTERRUPT);
                log.debug("group {}: after the interrupt handlers ended: {}", settings.name(), ended);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.tidings.tracking;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.broker.internal.Subscription;
import dev.tidings.broker.internal.Ticker;
import dev.tidings.broker.internal.Topology;
import dev.tidings.broker.internal.Transport;
import dev.tidings.events.TidingsException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance of a tracker: takes deliveries, counts them, and has the counts stored. */
final class RunningTracker implements EventTracker {
    private static final Logger log = LoggerFactory.getLogger(RunningTracker.class);
    /** A crash counts at most so many again. */
    static final int PREFETCH = 5_000;
    /** The others come while these are stored. */
    private static final int ENOUGH = PREFETCH / 4;

    private static final int MOST_TOTALS = 100_000;
    private static final Duration TO_SETTLE = Duration.ofMillis(250);
    private static final Duration CLEANUP = Duration.ofMinutes(1);
    private static final int CLEANUP_BATCHES = 100;

    private final TrackerSettings settings;
    private final Transport transport;
    private final CountsTable table;
    private final Storing storing;
    private final QueueWatch watch;
    private final Ticker clock;
    private final Subscription subscription;
    private final Runnable closing = this::close;
    private volatile boolean closed;

    RunningTracker(TrackerSettings settings, Broker broker) {
        Topology topology = settings.topology();
        this.settings = settings;
        this.transport = Transport.of(broker);
        this.table = new CountsTable(settings.database(), settings.tables());
        table.check().ifPresent(outage -> log.warn("tracker {}: {}", settings.name(), outage.getMessage()));
        this.clock = transport.ticker("tracker " + settings.name());
        this.watch = new QueueWatch(settings.name(), transport, clock, QueueWatch.ALARMING);
        Tally tally = new Tally(settings.buckets(), ENOUGH, settings.mostKeys());
        this.storing = new Storing(settings.name(), tally, table, watch::busy);
        this.subscription = transport.subscribe(settings.name(), PREFETCH, topology, tally::add);
        transport.closesConsumer(closing);
        subscription.start();
        clock.after(Duration.ZERO, this::cleanUp);
        Ticker.Repeated unused = clock.every(CLEANUP, this::cleanUp);
        log.info("started {}", settings);
    }

    private void cleanUp() {
        try {
            long oldest = settings.buckets().ago(settings.keep());
            int deleted = 1;
            for (int i = 0; i < CLEANUP_BATCHES && deleted > 0 && !closed; i++) {
                deleted = table.deleteSomeBefore(oldest);
            }
        } catch (RuntimeException e) {
            log.info("tracker {}: {}; deleting again later", settings.name(), e.getMessage());
        }
    }

    @Override
    public EventTracker awaitConsuming(Duration atMost) {
        try {
            if (!subscription.await(atMost)) {
                throw new TidingsException("tracker '" + settings.name() + "' does not consume within " + atMost + ": "
                        + health().words());
            }
            return this;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TidingsException("interrupted while waiting for tracker '" + settings.name() + "'", e);
        }
    }

    @Override
    public Unheard unheard(Duration lately, Bindings bindings) {
        return Unheard.among(
                table.totals(settings.buckets().ago(lately), MOST_TOTALS), bindings.except(settings.name()));
    }

    @Override
    public Health health() {
        if (closed) {
            return Health.down("closed");
        }
        String words = "tracker " + settings.name() + ": ";
        if (!storing.isAlive()) {
            return Health.down(words + "has ended by an error; start it again");
        }
        if (!storing.waitsFor().isEmpty()) {
            return Health.waiting(words + storing.waitsFor());
        }
        if (!subscription.isUp()) {
            return Health.waiting(words + subscription.words());
        }
        return Health.up(words + (watch.words().isEmpty() ? subscription.words() : watch.words()));
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        transport.closed(closing);
        clock.close();
        subscription.cancel();
        storing.close();
        awaitSettlement();
        subscription.close();
    }

    /** A channel hands acknowledgements to a quorum queue a few at a time, and forgets the rest when it is closed. */
    private static void awaitSettlement() {
        try {
            TimeUnit.NANOSECONDS.sleep(TO_SETTLE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

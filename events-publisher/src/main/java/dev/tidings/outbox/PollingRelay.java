package dev.tidings.outbox;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.broker.internal.Backoff;
import dev.tidings.broker.internal.Threads;
import dev.tidings.events.TidingsException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Flushes on a thread of its own, for as long as it is not closed, and says how that goes. */
final class PollingRelay implements Relay {
    private static final Logger log = LoggerFactory.getLogger(PollingRelay.class);
    private static final int MOST_SET_ASIDE = 1_000;

    private final OutboxSettings settings;
    private final OutboxTable table;
    private final Broker broker;
    private final Backoff backoff = new Backoff();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Flushing flushing;
    private @Nullable Thread thread;
    private volatile String failure = "";

    PollingRelay(OutboxSettings settings, OutboxTable table, Broker broker) {
        this.settings = settings;
        this.table = table;
        this.broker = broker;
    }

    @Override
    public Flushed flush() {
        return flushing().flush();
    }

    /** Made when first needed, since it opens a channel. */
    private synchronized Flushing flushing() {
        if (closing.getCount() == 0) {
            throw new IllegalStateException(
                    "the relay of " + settings.tables().outbox() + " is closed; make a new one");
        }
        Flushing made = flushing;
        if (made == null) {
            made = new Flushing(settings, table, broker, this::close);
            flushing = made;
        }
        return made;
    }

    @Override
    public synchronized Relay start() {
        if (thread == null) {
            new Schema(settings.dataSource(), settings.tables()).check();
            Flushing work = flushing();
            Thread started = Threads.daemon("tidings relay of " + settings.exchange(), () -> keepFlushing(work));
            thread = started;
            started.start();
        }
        return this;
    }

    private void keepFlushing(Flushing work) {
        try {
            Duration pause = Duration.ZERO;
            while (!closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                pause = flushOnce(work);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Flushes, and tells how long to pause. */
    private Duration flushOnce(Flushing work) {
        try {
            Flushed done = work.flush();
            if (!failure.isEmpty()) {
                log.info("relay of {}: goes on", settings.exchange());
            }
            failure = "";
            backoff.reset();
            return done.any() || done.more() ? Duration.ZERO : settings.poll();
        } catch (TidingsException e) {
            // A pool's words differ each time, by the milliseconds it waited; health() has the latest ones.
            if (failure.isEmpty()) {
                log.warn("relay of {}: {}; trying again until it works", settings.exchange(), e.getMessage());
            }
            failure = String.valueOf(e.getMessage());
            return backoff.next();
        } catch (RuntimeException e) {
            log.error("relay of {}: failed, and goes on after a pause", settings.exchange(), e);
            failure = "failed: " + e.getClass().getSimpleName();
            return backoff.next();
        }
    }

    @Override
    public List<SetAside> setAside() {
        return table.allSetAside(MOST_SET_ASIDE);
    }

    @Override
    public int retry(String eventId) {
        return table.retry(eventId);
    }

    @Override
    public Health health() {
        if (closing.getCount() == 0) {
            return Health.down("closed");
        }
        String words = "relay of " + settings.exchange() + ": ";
        if (!failure.isEmpty()) {
            return Health.waiting(words + failure);
        }
        Flushing work = flushing;
        if (work == null) {
            return Health.waiting(words + "not started");
        }
        String waitsFor = work.waitsFor();
        return waitsFor.isEmpty() ? Health.up(words + work.words()) : Health.waiting(words + waitsFor);
    }

    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            running = thread;
            closing.countDown();
        }
        try {
            if (running != null && running != Thread.currentThread()) {
                running.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Flushing work = flushing;
        try {
            if (work != null) {
                work.close();
            }
        } catch (TidingsException e) {
            log.warn("relay of {}: closed, but {}", settings.exchange(), e.getMessage());
        }
    }
}

package dev.tidings.idempotency.jdbc;

import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Deletes what may be forgotten, once an hour and by one instance of all, on a thread of its own. */
final class Cleanup implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Cleanup.class.getName());
    private static final Duration PERIOD = Duration.ofHours(1);
    private static final Duration BREATH = Duration.ofMillis(20);
    private static final int PAGE = 1_000;

    /** Takes a step in a transaction. */
    @FunctionalInterface
    private interface Step {
        boolean with(Connection transaction) throws Exception;
    }

    private final Sessions sessions;
    private final Settings settings;
    private final AtomicBoolean isStarted = new AtomicBoolean();
    private final CountDownLatch stop = new CountDownLatch(1);

    Cleanup(Sessions sessions, Settings settings) {
        this.sessions = sessions;
        this.settings = settings;
    }

    /** Does nothing if it was. */
    void start(Dialect dialect) {
        if (!isStarted.get() && isStarted.compareAndSet(false, true)) {
            Thread thread = new Thread(() -> run(dialect), "tidings-idempotency-cleanup");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run(Dialect dialect) {
        try {
            do {
                try {
                    sweepInTurn(dialect);
                } catch (InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "rows of {0} that may be forgotten were not deleted, and will be later: {1}",
                            settings.tables().handled(),
                            e.getMessage());
                }
            } while (!stop.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweepInTurn(Dialect dialect) throws Exception {
        if (isMyTurn(dialect)) {
            Sweep sweep = new Sweep(settings, dialect, PAGE);
            while (step(sweep::step) && !stop.await(BREATH.toMillis(), TimeUnit.MILLISECONDS)) {
                // The next one.
            }
        }
    }

    /** Whoever of all instances is the first to say so. */
    private boolean isMyTurn(Dialect dialect) throws Exception {
        String take = "update %1$s set cleaned_at = %2$s where cleaned_at < %2$s - %3$d"
                .formatted(settings.tables().version(), dialect.now(), PERIOD.toMillis());
        return step(transaction -> Sql.update(transaction, take) == 1);
    }

    /** Goes through the whole table now, so many rows in a transaction, and tells how many were deleted. */
    long sweep(Dialect dialect, int page) throws Exception {
        Sweep sweep = new Sweep(settings, dialect, page);
        while (step(sweep::step)) {
            // The next one.
        }
        return sweep.deleted();
    }

    private boolean step(Step step) throws Exception {
        AtomicBoolean result = new AtomicBoolean();
        sessions.transaction(transaction -> result.set(step.with(transaction)));
        return result.get();
    }

    @Override
    public void close() {
        stop.countDown();
    }
}

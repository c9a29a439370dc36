package dev.tidings.tracking;

import dev.tidings.broker.internal.Backoff;
import dev.tidings.broker.internal.Threads;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds counts to the table on a thread of its own, and acknowledges what was counted once all of it is there. While the database does not
 * take them, it tries again and again, and nothing is acknowledged.
 */
final class Storing implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Storing.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration SLOW = Duration.ofSeconds(5);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(10);
    private static final int ROWS_AT_ONCE = 500;
    private static final int NOT_ASKING = -1;

    private final String name;
    private final Tally tally;
    private final CountsTable table;
    private final Runnable whenBusy;
    private final TrackerMeters meters = new TrackerMeters();
    private final Backoff backoff = new Backoff();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private boolean isToldOfData;
    private volatile String failure = "";
    private volatile long askingSince = NOT_ASKING;

    /** @param whenBusy is called where more waits than one batch takes */
    Storing(String name, Tally tally, CountsTable table, Runnable whenBusy) {
        this.name = name;
        this.tally = tally;
        this.table = table;
        this.whenBusy = whenBusy;
        this.thread = Threads.daemon("tidings tracker " + name, this::store);
        thread.start();
    }

    private void store() {
        try {
            boolean isLast;
            do {
                isLast = closing.getCount() == 0;
                Optional<Batch> batch = tally.take(PAUSE);
                if (batch.isPresent()) {
                    store(batch.get());
                }
            } while (!isLast);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void store(Batch batch) throws InterruptedException {
        if (tally.isEnough(batch)) {
            whenBusy.run();
        }
        List<Count> counts = batch.counts();
        for (int from = 0; from < counts.size(); from += ROWS_AT_ONCE) {
            if (!isStored(counts.subList(from, Math.min(counts.size(), from + ROWS_AT_ONCE)), batch)) {
                return;
            }
        }
        batch.acknowledge();
    }

    /** Tries until it is; not any more where all of it is delivered again anyway, or when this is closed. */
    private boolean isStored(List<Count> counts, Batch batch) throws InterruptedException {
        List<Count> left = counts;
        while (batch.isOpen()) {
            try {
                askingSince = System.nanoTime();
                table.add(left);
                meters.stored(left);
                worked();
                return true;
            } catch (SQLException e) {
                List<Count> plain = Count.inAscii(left);
                if (Sql.isData(e) && !plain.equals(left)) {
                    tellOnce(e);
                    left = plain;
                } else if (!pause(Sql.words(e), Sql.isContention(e))) {
                    return false;
                }
            } catch (RuntimeException e) {
                if (!pause(e.getClass().getSimpleName() + ": " + e.getMessage(), false)) {
                    return false;
                }
            } finally {
                askingSince = NOT_ASKING;
            }
        }
        return false;
    }

    private void tellOnce(SQLException failure) {
        if (!isToldOfData) {
            isToldOfData = true;
            log.warn(
                    "tracker {}: keys that the database cannot hold are counted among the others (told once): {}",
                    name,
                    failure.getMessage());
        }
    }

    private void worked() {
        if (!failure.isEmpty()) {
            log.info("tracker {}: counts are stored again", name);
        }
        failure = "";
        backoff.reset();
    }

    /** Whether to try again, after a pause. */
    private boolean pause(String why, boolean isContention) throws InterruptedException {
        if (isContention) {
            log.debug("tracker {}: another one was in the way, once more: {}", name, why);
        } else {
            if (failure.isEmpty()) {
                log.warn("tracker {}: counts cannot be stored: {}; trying again until it works", name, why);
            }
            failure = why;
            whenBusy.run();
        }
        return !closing.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** What is waited for; "" if it works. */
    String waitsFor() {
        long since = askingSince;
        if (since != NOT_ASKING && System.nanoTime() - since > SLOW.toNanos()) {
            return "the database has not answered for " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since)
                    + " s; events wait in the queue";
        }
        return failure.isEmpty() ? "" : "counts cannot be stored, and events wait in the queue: " + failure;
    }

    /** Whether it goes on; it ends by itself only on an error of the JVM. */
    boolean isAlive() {
        return thread.isAlive();
    }

    /** Tries once more to store what was counted. What cannot be stored is not acknowledged. */
    @Override
    public void close() {
        closing.countDown();
        tally.end();
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, STOP_DEADLINE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}

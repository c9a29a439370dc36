package dev.tidings.tracking;

import dev.tidings.broker.internal.Queue;
import dev.tidings.broker.internal.QueueReader;
import dev.tidings.broker.internal.Ticker;
import dev.tidings.broker.internal.Transport;
import dev.tidings.events.TidingsException;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks, while there is much to do, whether the queue is so full that the broker may drop events from it: those are never counted. */
final class QueueWatch {
    /** Some may have been counted before somebody looks. */
    static final long ALARMING = Queue.MOST_COPIES / 10 * 9;

    private static final Logger log = LoggerFactory.getLogger(QueueWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration OUTDATED = Duration.ofSeconds(10);

    private final String queue;
    private final Transport transport;
    private final Ticker clock;
    private final long alarming;
    private volatile long lookedAt = System.nanoTime() - OUTDATED.toNanos();
    private volatile String words = "";

    /** @param alarming from so many events on */
    QueueWatch(String queue, Transport transport, Ticker clock, long alarming) {
        this.queue = queue;
        this.transport = transport;
        this.clock = clock;
        this.alarming = alarming;
    }

    /** There is much to do: looks, unless that was done just now. Returns at once. For one thread. */
    void busy() {
        if (System.nanoTime() - lookedAt > PAUSE.toNanos()) {
            lookedAt = System.nanoTime();
            clock.after(Duration.ZERO, this::look);
        }
    }

    private void look() {
        try (QueueReader reader = transport.read(queue)) {
            told(reader.depth());
        } catch (TidingsException e) {
            log.debug("tracker {}: {}", queue, e.getMessage());
        }
    }

    private void told(long depth) {
        boolean wasFull = !words.isEmpty();
        words = depth < alarming
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%,d events wait in its queue; of more than %,d the oldest are dropped, and never counted",
                        depth,
                        Queue.MOST_COPIES);
        if (!wasFull && !words.isEmpty()) {
            log.warn("tracker {}: {}", queue, words);
        }
    }

    /** What is wrong; "" if nothing is, as where there was not much to do lately. */
    String words() {
        return System.nanoTime() - lookedAt > OUTDATED.toNanos() ? "" : words;
    }
}

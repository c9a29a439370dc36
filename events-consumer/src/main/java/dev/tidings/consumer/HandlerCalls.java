package dev.tidings.consumer;

import dev.tidings.broker.internal.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls handlers, and interrupts those that take too long. Safe for use by many threads. */
final class HandlerCalls {
    private static final Logger log = LoggerFactory.getLogger(HandlerCalls.class);
    private static final int LOOKS = 10;
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(20);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

    private final String group;
    private final Duration atMost;
    private final Set<Current> all = ConcurrentHashMap.newKeySet();

    HandlerCalls(String group, Duration atMost, Ticker clock) {
        this.group = group;
        this.atMost = atMost;
        clock.every(between(atMost.dividedBy(LOOKS)), this::interruptLate);
    }

    private static Duration between(Duration look) {
        Duration longer = look.compareTo(SHORTEST_LOOK) < 0 ? SHORTEST_LOOK : look;
        return longer.compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : longer;
    }

    /** What calls a handler. */
    @FunctionalInterface
    interface Calling {
        void run() throws Exception;
    }

    /** What the handler threw, with the event in the log's context and in its trace. */
    Optional<Throwable> thrownBy(Arrival arrival, Calling calling) {
        return Surroundings.during(arrival, () -> thrownBy(calling));
    }

    /** Also errors: whatever a handler throws is a failure of its event alone, and its worker goes on. */
    Optional<Throwable> thrownBy(Calling calling) {
        Current current = new Current();
        all.add(current);
        try {
            calling.run();
            return Optional.empty();
        } catch (Throwable e) {
            return Optional.of(current.failure(e));
        } finally {
            all.remove(current);
            current.end();
            // The thread is the worker's: an interrupt was meant for the handler, and ends with it.
            Thread.interrupted();
        }
    }

    private void interruptLate() {
        for (Current current : all) {
            if (current.isLate()) {
                log.warn("group {}: a handler on {} is interrupted after {}", group, current.thread.getName(), atMost);
                current.interrupt(Why.LATE);
            }
        }
    }

    /** Interrupts all of them, since the group stops. */
    void interruptAll() {
        all.forEach(current -> current.interrupt(Why.STOPPED));
    }

    /** How many go on although they were interrupted. */
    long deafOnes() {
        return all.stream().filter(current -> current.why == Why.LATE).count();
    }

    /** Why one was interrupted. */
    private enum Why {
        NOT,
        LATE,
        STOPPED
    }

    private final class Current {
        private final Thread thread = Thread.currentThread();
        private final long start = System.nanoTime();
        private boolean ended;
        private volatile Why why = Why.NOT;

        private boolean isLate() {
            return why == Why.NOT && System.nanoTime() - start > atMost.toNanos();
        }

        private synchronized void interrupt(Why because) {
            if (!ended) {
                why = because;
                thread.interrupt();
            }
        }

        private Throwable failure(Throwable thrown) {
            return switch (why) {
                case NOT -> thrown;
                case LATE -> new HandlerTimeoutException(atMost, thrown);
                case STOPPED -> new GroupStoppedException(thrown);
            };
        }

        private synchronized void end() {
            ended = true;
        }
    }
}

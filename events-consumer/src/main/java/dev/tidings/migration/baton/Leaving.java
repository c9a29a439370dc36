package dev.tidings.migration.baton;

import dev.tidings.broker.internal.QueueReader;
import dev.tidings.broker.internal.Transport;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Whether a side that nothing comes to any more is empty. */
final class Leaving {
    /** A message on its way from a delay to its queue is in neither for a moment. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final Transport transport;
    private final List<String> queues;
    private final LongSupplier clock;
    private long quietSince;
    private boolean begun;

    Leaving(Transport transport, List<String> queues, LongSupplier clock) {
        this.transport = transport;
        this.queues = queues;
        this.clock = clock;
    }

    /** Whether nothing waits in its queues. What a consumer has at hand is not seen. */
    boolean isNothingLeft() {
        return queues.stream().allMatch(this::isEmpty);
    }

    private boolean isEmpty(String queue) {
        try (QueueReader reader = transport.read(queue)) {
            return reader.depth() == 0;
        }
    }

    /** From now on nobody here consumes. */
    void begin() {
        begun = true;
        quietSince = clock.getAsLong();
    }

    /** Something was left. */
    void interrupt() {
        begun = false;
    }

    boolean isBegun() {
        return begun;
    }

    /** Whether that was long enough ago. */
    boolean isQuiet() {
        return clock.getAsLong() - quietSince >= QUIET.toNanos();
    }
}

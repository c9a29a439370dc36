package dev.tidings.consumer;

import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;
import dev.tidings.testkit.process.ChildJvm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** An instance with little memory that handles orders 0 to so many; it says {@code handled}, and how much memory it had in use at most. */
final class BacklogChild {
    private final int events;
    private final long nanosEach;
    private final BitSet seen = new BitSet();
    private final CountDownLatch all = new CountDownLatch(1);
    private long calls;

    private BacklogChild(int events, Duration each) {
        this.events = events;
        this.nanosEach = each.toNanos();
    }

    static ChildJvm start(String heap, String uri, String exchange, String group, int events, Duration each)
            throws IOException {
        return ChildJvm.start(BacklogChild.class, heap, uri, exchange, group, String.valueOf(events), each.toString());
    }

    public static void main(String[] words) throws Exception {
        BacklogChild child = new BacklogChild(Integer.parseInt(words[3]), Duration.parse(words[4]));
        try (Broker broker = Broker.connect(words[0])) {
            ConsumerGroup.named(words[2]).on(words[1], "#", child::handle).start(broker);
            child.all.await();
            System.out.println("handled, " + child.calls + " calls, " + oldGenerationAtMost() / 1_000_000 + " MB");
        }
    }

    private void handle(DomainEvent event) {
        LockSupport.parkNanos(nanosEach);
        synchronized (this) {
            calls++;
            seen.set((int) event.longId("order_id"));
            if (seen.cardinality() == events) {
                all.countDown();
            }
        }
    }

    /** What survived collections, and what was about to be collected. */
    private static long oldGenerationAtMost() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().contains("Tenured"))
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}

package dev.tidings.outbox;

import dev.tidings.broker.Broker;
import dev.tidings.broker.internal.ConfirmedPublisher;
import dev.tidings.broker.internal.Topology;
import dev.tidings.broker.internal.Transport;
import dev.tidings.events.TidingsException;
import dev.tidings.outbox.OutboxTable.State;
import dev.tidings.outbox.Relay.Flushed;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at the table after another: lease, read, publish, mark, and now and then clean up. One at a time. */
final class Flushing {
    private static final Logger log = LoggerFactory.getLogger(Flushing.class);
    private static final int PAGE = 2_000;
    private static final Duration CLEANUP = Duration.ofSeconds(30);
    private static final Duration CLEANUP_WITH_MORE = Duration.ofSeconds(1);
    private static final int CLEANUP_BATCHES = 10;
    private static final Duration AGE = Duration.ofSeconds(1);

    private final OutboxSettings settings;
    private final OutboxTable table;
    private final Transport transport;
    private final Runnable closing;
    private final ConfirmedPublisher publisher;
    private final Leases leases;
    private final Settled settled = new Settled();
    private final Holds holds = new Holds();
    private final RelayMeters meters;
    private final Shipping shipping;
    private long cleanUpAt = System.nanoTime();
    private long readAgeAt = System.nanoTime();
    private boolean closed;
    private volatile String held = "";
    private volatile int slots;

    Flushing(OutboxSettings settings, OutboxTable table, Broker broker, Runnable closing) {
        this.settings = settings;
        this.table = table;
        this.transport = Transport.of(broker);
        this.closing = closing;
        this.leases = new Leases(settings);
        this.publisher = transport.publisher(
                new ConfirmedPublisher.Settings(
                        "outbox " + settings.exchange(),
                        settings.events().window(),
                        settings.events().deadline(),
                        settings.events().confirmTimeout()),
                Topology.of(settings.events().exchange()));
        this.meters = new RelayMeters(settings.exchange());
        this.shipping = new Shipping(settings, publisher::publish, settled, holds, meters);
        transport.closesPublisher(closing);
    }

    synchronized Flushed flush() {
        if (closed) {
            throw new IllegalStateException(
                    "the relay of " + settings.tables().outbox() + " is closed; make a new one");
        }
        mark();
        leases.keep(shipping.slotsInUse());
        Set<Integer> held = leases.slots();
        slots = held.size();
        cleanUp();
        readAge();
        if (held.isEmpty() || !publisher.isUp() || !holds.hasRoom()) {
            shipping.takeAnswers();
            return mark();
        }
        List<Row> rows = table.pending(held, shipping.waiting(), PAGE);
        ship(rows);
        Flushed marked = mark();
        this.held = holds.words();
        int left = Math.max(0, rows.size() - marked.published() - marked.setAside());
        boolean more = rows.size() == PAGE && marked.any();
        return new Flushed(marked.published(), marked.unrouted(), marked.setAside(), left, more);
    }

    private void ship(List<Row> rows) {
        try {
            shipping.ship(rows, leases::isValid);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Marks what is settled, and tells how much that was. If the database fails, it is kept for the next time. */
    private Flushed mark() {
        if (settled.isEmpty()) {
            return Flushed.NOTHING;
        }
        int unrouted = settled.count(State.UNROUTED);
        Flushed marked = new Flushed(
                settled.count(State.PUBLISHED) + unrouted, unrouted, settled.count(State.SET_ASIDE), 0, false);
        return Sql.run(settings.dataSource(), "published events could not be marked", connection -> {
            settled.mark(table, connection);
            return marked;
        });
    }

    private void cleanUp() {
        if (System.nanoTime() - cleanUpAt < 0) {
            return;
        }
        cleanUpAt = System.nanoTime() + CLEANUP.toNanos();
        try {
            int deleted = 1;
            for (int i = 0; i < CLEANUP_BATCHES && deleted > 0; i++) {
                deleted = table.deletePublished(settings.retention());
            }
            if (deleted > 0) {
                cleanUpAt = System.nanoTime() + CLEANUP_WITH_MORE.toNanos();
            }
        } catch (TidingsException e) {
            // Somebody else may be deleting, too. What is left is deleted the next time.
            log.info("outbox {}: {}; cleaning up again later", settings.tables().outbox(), e.getMessage());
        }
    }

    private void readAge() {
        if (System.nanoTime() - readAgeAt >= 0) {
            readAgeAt = System.nanoTime() + AGE.toNanos();
            meters.oldest(table.oldestAge());
        }
    }

    /** What is waited for; "" if it works. */
    String waitsFor() {
        return publisher.isUp() ? held : publisher.words();
    }

    /** How it is when it works. */
    String words() {
        return slots == 0
                ? "standing by, other relays hold all slots"
                : "holds " + slots + " of " + Entity.SLOTS + " slots";
    }

    /** Takes the answers that come within the deadline, marks them, and gives the leases back. */
    void close() {
        transport.closed(closing);
        publisher.close();
        synchronized (this) {
            if (!closed) {
                closed = true;
                meters.close();
                shipping.takeAnswers();
                mark();
                leases.release();
            }
        }
    }
}

package dev.tidings.outbox;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.broker.Running;
import dev.tidings.events.CheckReturnValue;
import dev.tidings.events.DomainEvent;
import dev.tidings.publisher.internal.PublisherSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events kept in a file until the broker has confirmed them, for a producer without a database. Safe for use by many threads.
 *
 * <p>What {@link #publish} returned for survives a crash or kill of this process, and is sent at least once, with the same {@code
 * message_id} each time: now, or after the next open. Events of one entity are sent in the order they were published in. Not promised:
 * surviving a crash of the machine or a power cut, since H2 does not wait for the disk; nor that what a failed publish threw for is
 * never sent.
 *
 * <p>One directory belongs to one open spool and one exchange. Needs {@code com.h2database:h2} 2.3 or later on the class path.
 */
public final class EventSpool implements Running {
    private static final Logger log = LoggerFactory.getLogger(EventSpool.class);
    /** More would wait for each other; H2's pool must never be the one that waits, since it takes an interrupt away. */
    private static final int WRITERS = 16;

    private static final int OTHERS = 16;

    private final String name;
    private final SpoolFile file;
    private final Backlog backlog;
    private final JdbcOutbox outbox;
    private final Relay relay;
    private final Semaphore writers = new Semaphore(WRITERS, true);
    private volatile boolean closed;

    private EventSpool(Spec spec, SpoolFile file, Broker broker) {
        this.name = spec.name();
        this.file = file;
        this.backlog = new Backlog(name, spec.limit);
        this.outbox = JdbcOutbox.spool(spec.events, file.dataSource(), backlog).createTables();
        new SpoolStart(file.dataSource(), name, spec.events.exchange().name()).takeStock(backlog);
        this.relay = outbox.relay(broker).start();
    }

    /** Not for users: {@code EventPublisher.to("users").spool(directory)} calls it. */
    public static Spec of(PublisherSettings events, Path directory) {
        return new Spec(events, directory, Spec.DEFAULT_LIMIT);
    }

    /**
     * Stores the event, and returns when it is in the file. Never waits for the broker.
     *
     * @throws dev.tidings.events.TidingsException if the limit is reached, and then nothing is kept; or if the file cannot be written
     * @throws IllegalStateException if the spool is closed
     */
    public void publish(DomainEvent event) {
        writers.acquireUninterruptibly();
        try {
            if (closed) {
                throw new IllegalStateException("event " + event.eventId() + " is not kept: " + name + " is closed");
            }
            backlog.reserve(event.eventId());
            boolean stored = false;
            try {
                store(event);
                stored = true;
            } finally {
                backlog.gone(stored ? 0 : 1);
            }
        } finally {
            writers.release();
        }
    }

    private void store(DomainEvent event) {
        try (Connection connection = file.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            outbox.publish(connection, event);
            connection.commit();
        } catch (SQLException e) {
            throw Sql.failure("event " + event.eventId() + " could not be stored in " + name, e);
        }
    }

    /** The events that the broker will never take as they are, the oldest first, at most 1,000. They count for the limit. */
    public List<Relay.SetAside> setAside() {
        return relay.setAside();
    }

    /** Has an event that was set aside sent again. How many that were: 0 if there is none with that id. */
    public int retry(String eventId) {
        return relay.retry(eventId);
    }

    /** How it is, with how many events wait. {@code WAITING} while the broker is away: publishing works. */
    @Override
    public Health health() {
        if (closed) {
            return Health.down(name + " is closed");
        }
        Health sending = relay.health();
        return new Health(sending.state(), name + ": " + backlog.words() + "; " + sending.words());
    }

    /** Stops sending and closes the file. What is not sent stays in it, and is sent after the next open. */
    @Override
    public void close() {
        relay.close();
        writers.acquireUninterruptibly(WRITERS);
        try {
            if (!closed) {
                closed = true;
                file.close();
            }
        } catch (RuntimeException e) {
            log.warn("{}: closed, but {}", name, e.getMessage());
        } finally {
            writers.release(WRITERS);
        }
    }

    /** An immutable description of a spool. Safe for use by many threads; no file is touched before {@link #open}. */
    @CheckReturnValue
    public static final class Spec {
        private static final long DEFAULT_LIMIT = 1_000_000;

        private final PublisherSettings events;
        private final Path directory;
        private final long limit;

        private Spec(PublisherSettings events, Path directory, long limit) {
            if (limit < 1) {
                throw new IllegalArgumentException("a spool cannot hold " + limit + " events; give at least 1");
            }
            this.events = events;
            this.directory = directory;
            this.limit = limit;
        }

        /** How many events the file holds at most, those set aside included. Default 1,000,000. */
        public Spec limit(long events) {
            return new Spec(this.events, directory, events);
        }

        /**
         * Opens the file, makes the directory if it is missing, and starts to send what is there. Needs no broker yet.
         *
         * @throws dev.tidings.events.TidingsException if the directory is in use or cannot be written, if the file holds events for
         *     another exchange, or if H2 is missing
         */
        public EventSpool open(Broker broker) {
            SpoolFile file = SpoolStart.withH2(name(), () -> SpoolFile.in(directory, WRITERS + OTHERS));
            boolean opened = false;
            try {
                EventSpool spool = new EventSpool(this, file, broker);
                opened = true;
                return spool;
            } finally {
                if (!opened) {
                    file.close();
                }
            }
        }

        private String name() {
            return "the spool in " + directory;
        }

        @Override
        public String toString() {
            return name() + " for " + events.exchange().name() + ", at most " + limit + " events";
        }
    }
}

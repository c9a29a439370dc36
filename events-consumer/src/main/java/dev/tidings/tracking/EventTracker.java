package dev.tidings.tracking;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Running;
import dev.tidings.events.CanIgnoreReturnValue;
import dev.tidings.events.CheckReturnValue;
import dev.tidings.events.Exchange;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Counts the events of exchanges by routing key and time, into a table and into a meter, and tells which keys nobody listens to. Safe
 * for use by many threads; as many instances as you like share one queue.
 *
 * <p>Events that reach its queue are counted at least once: none is acknowledged before its count is committed. A crash, or a lost
 * connection, between the two counts up to 5,000 events again. Its queue holds a million events, and 1 GB of them; while no tracker runs
 * for longer than that, the broker drops the oldest, uncounted, and no publisher is held up. An event counts in the bucket in which a
 * tracker took it, by the tracker's clock.
 *
 * <p>With a tracker bound, every event is routed: {@code UNROUTED}, {@code requireRoute()} and alternate exchanges no longer tell
 * that nobody listens. {@link #unheard} does.
 */
public interface EventTracker extends Running {

    /**
     * Describes a tracker.
     *
     * @param name letters, digits, {@code - _ .}, at most 100; names its queue. Two of the same name share the events
     */
    static Spec named(String name) {
        return new Spec(new TrackerSettings(
                name,
                List.of(),
                new Buckets(InstantSource.system(), Duration.ofMinutes(5)),
                Duration.ofDays(90),
                10_000,
                new Tables(Tables.DEFAULT),
                Optional.empty()));
    }

    /**
     * Waits until its queue is bound and it consumes, for tests and mains that prefer to fail early.
     *
     * @throws dev.tidings.events.TidingsException if it does not consume in time; the message says why
     */
    EventTracker awaitConsuming(Duration atMost);

    /**
     * The routing keys that came within the last so long and that none of these listens to; this tracker does not count as one. Reads
     * the table, so without what was counted in the last second. Of more than 100,000 keys it looks at those with the most events.
     *
     * @throws dev.tidings.events.TidingsException if the table or the bindings cannot be read
     */
    Unheard unheard(Duration lately, Bindings bindings);

    /** An immutable description of a tracker. Safe for use by many threads; nothing is connected before {@link #start}. */
    @CheckReturnValue
    final class Spec {
        private final TrackerSettings settings;

        private Spec(TrackerSettings settings) {
            this.settings = settings;
        }

        /** Counts all events of a durable topic exchange, declared by whoever comes first. */
        public Spec on(String exchange) {
            return on(Exchange.topic(exchange));
        }

        /**
         * Counts all events of an exchange that is not a durable topic exchange, or is somebody else's.
         *
         * @throws IllegalArgumentException if it is a direct or headers exchange, or was named before
         */
        public Spec on(Exchange exchange) {
            return new Spec(settings.and(exchange));
        }

        /** How long a bucket is: whole seconds, from a second to a day. They begin at whole multiples since 1970. Default 5 minutes. */
        public Spec every(Duration bucket) {
            return new Spec(settings.withBuckets(new Buckets(settings.buckets().clock(), bucket)));
        }

        Spec clock(InstantSource clock) {
            return new Spec(
                    settings.withBuckets(new Buckets(clock, settings.buckets().width())));
        }

        Spec mostKeys(int inBucket) {
            return new Spec(settings.withMostKeys(inBucket));
        }

        /** How long counts stay in the table. Default 90 days. */
        public Spec keep(Duration atLeast) {
            return new Spec(settings.withKeep(atLeast));
        }

        /** The database: PostgreSQL, MariaDB, MySQL or H2. Each instance uses one connection at a time, now and then two. */
        public Spec into(DataSource dataSource) {
            return new Spec(settings.withDataSource(dataSource));
        }

        /** The table's name, after a schema and a dot if need be; another table's has {@code _version} appended. Default tidings_tracked. */
        public Spec table(String name) {
            return new Spec(settings.withTables(new Tables(name)));
        }

        /** The statements that {@link #createTables()} runs on this database. */
        public String ddl() {
            return new Schema(settings.tables()).ddl(settings.database());
        }

        /** Makes the tables that are missing. Several may do so at the same time. */
        @CanIgnoreReturnValue
        public Spec createTables() {
            new Schema(settings.tables()).create(settings.database());
            return this;
        }

        /**
         * Starts. Returns at once, and counts as soon as the broker is there. Closed with the broker. While the database is away, events
         * stay in the queue.
         *
         * @throws dev.tidings.events.TidingsException if the tables are missing or of another version
         */
        @CanIgnoreReturnValue
        public EventTracker start(Broker broker) {
            return new RunningTracker(settings, broker);
        }

        @Override
        public String toString() {
            return settings.toString();
        }
    }
}

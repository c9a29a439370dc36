package dev.tidings.bench.consuming;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.bench.Row;
import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
import dev.tidings.bench.peers.BareMessages;
import dev.tidings.bench.rig.Postgres;
import dev.tidings.broker.Broker;
import dev.tidings.tracking.EventTracker;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * A backlog under a hundred routing keys, until its counts are committed in PostgreSQL. The bare client takes the same from the same
 * kind of queue, with the same prefetch, and counts it into a table of routing keys; or it counts nothing.
 */
record Tracker() implements Row {
    /** That of a tracker. */
    private static final int PREFETCH = 5_000;

    private static final int KEYS = 100;
    /** A backlog is consumed faster than it is published: for a few seconds of it. */
    private static final int TIMES = 5;

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(120);

    @Override
    public String name() {
        return "tracker";
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public double ours(Run run) throws Exception {
        String name = Site.fresh("tracker");
        String table = name.replace('-', '_');
        int events = run.events() * TIMES;
        try (HikariDataSource database = Postgres.open();
                BareClient client = new BareClient(run.site().uri());
                Broker broker = run.site().connect()) {
            EventTracker.Spec tracker = tracker(name, database);
            preload(client, broker, tracker, name, events);
            long start = System.nanoTime();
            EventTracker running = tracker.start(broker);
            double rate = counted(database, table, events, start);
            running.close();
            client.delete(name, name);
            Postgres.drop(database, table, table + "_version");
            return rate;
        }
    }

    private static EventTracker.Spec tracker(String name, DataSource database) {
        return EventTracker.named(name)
                .on(name)
                .into(database)
                .table(name.replace('-', '_'))
                .createTables();
    }

    /** The tracker declares the queue, so that both sides have the same one. The last events are for whoever waits for a full batch. */
    private static void preload(BareClient client, Broker broker, EventTracker.Spec tracker, String name, int events)
            throws Exception {
        tracker.start(broker).awaitConsuming(SOON).close();
        client.publish(BareMessages::least, name, i -> Site.TYPE + "." + i % KEYS, events + PREFETCH, Site.WINDOW);
    }

    private static double counted(DataSource database, String table, int events, long start)
            throws SQLException, InterruptedException {
        String sum = "select coalesce(sum(events), 0) from " + table;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            while (System.nanoTime() - start < DEADLINE_NANOS) {
                try (ResultSet result = statement.executeQuery(sum)) {
                    if (result.next() && result.getLong(1) >= events) {
                        return Site.rate(events, start);
                    }
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
            throw new IllegalStateException("not all of " + events + " events were counted");
        }
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(
                new Baseline("bare", run -> bare(run, Tracker::count)),
                new Baseline("bare-acknowledging", run -> bare(run, Tracker::acknowledge)));
    }

    /** Takes so many events of a queue; there is a database, and a name for a table. */
    @FunctionalInterface
    private interface Taking {
        void take(BareClient client, String queue, DataSource database, String table, int events) throws Exception;
    }

    private static void count(BareClient client, String queue, DataSource database, String table, int events)
            throws Exception {
        String sums = table + "_sums";
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table " + sums + " (routing_key varchar(255) primary key, events bigint not null)");
        }
        client.count(queue, PREFETCH, database, sums, events);
        Postgres.drop(database, sums);
    }

    private static void acknowledge(BareClient client, String queue, DataSource database, String table, int events)
            throws Exception {
        CountDownLatch handled = new CountDownLatch(events);
        client.consume(queue, PREFETCH, (id, body) -> handled.countDown());
        if (!handled.await(DEADLINE_NANOS, TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException(handled.getCount() + " of " + events + " events never came");
        }
    }

    private static double bare(Run run, Taking taking) throws Exception {
        String name = Site.fresh("bare");
        String table = name.replace('-', '_');
        int events = run.events() * TIMES;
        try (HikariDataSource database = Postgres.open();
                BareClient client = new BareClient(run.site().uri());
                Broker broker = run.site().connect()) {
            preload(client, broker, tracker(name, database), name, events);
            long start = System.nanoTime();
            taking.take(client, name, database, table, events);
            double rate = Site.rate(events, start);
            client.delete(name, name);
            Postgres.drop(database, table, table + "_version");
            return rate;
        }
    }
}

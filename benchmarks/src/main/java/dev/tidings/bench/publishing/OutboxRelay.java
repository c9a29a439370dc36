package dev.tidings.bench.publishing;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.bench.Row;
import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
import dev.tidings.bench.peers.BarePublisher;
import dev.tidings.bench.peers.Gruelbox;
import dev.tidings.bench.peers.Poller;
import dev.tidings.bench.rig.Postgres;
import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.outbox.JdbcOutbox;
import dev.tidings.outbox.Relay;
import dev.tidings.publisher.EventPublisher;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** A backlog in PostgreSQL, of as many entities as events, published and marked by one relay. */
record OutboxRelay() implements Row {
    private static final String TABLE = "bench_outbox";

    @Override
    public String name() {
        return "outbox-relay";
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public double ours(Run run) throws Exception {
        String exchange = Site.fresh("users");
        try (HikariDataSource database = Postgres.open();
                BareClient setUp = new BareClient(run.site().uri());
                Broker broker = run.site().connect()) {
            drop(database);
            setUp.declare(exchange, exchange);
            JdbcOutbox outbox = EventPublisher.to(exchange)
                    .window(Site.WINDOW)
                    .outbox(database)
                    .table(TABLE)
                    .createTables();
            try (Relay relay = outbox.relay(broker)) {
                relay.flush();
                awaitUp(relay);
                store(outbox, database, run.events());
                return relayed(relay, run.events());
            } finally {
                setUp.delete(exchange, exchange);
                drop(database);
            }
        }
    }

    private static void drop(DataSource database) throws SQLException {
        Postgres.drop(database, TABLE, TABLE + "_lease", TABLE + "_relay", TABLE + "_version");
    }

    private static void awaitUp(Relay relay) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (relay.health().state() != Health.State.UP) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(relay.health().words());
            }
            Thread.onSpinWait();
        }
    }

    private static void store(JdbcOutbox outbox, DataSource database, int events) throws SQLException {
        try (Connection transaction = database.getConnection()) {
            transaction.setAutoCommit(false);
            for (int i = 0; i < events; i++) {
                outbox.publish(transaction, Site.event(i));
            }
            transaction.commit();
        }
    }

    private static double relayed(Relay relay, int events) {
        long start = System.nanoTime();
        for (int published = 0; published < events; ) {
            Relay.Flushed done = relay.flush();
            published += done.published();
            if (done.unrouted() + done.setAside() > 0) {
                throw new IllegalStateException("not all was routed: " + done);
            }
        }
        return Site.rate(events, start);
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(
                new Baseline("bare", PublishAsync::bare),
                new Baseline("poller", OutboxRelay::poller),
                new Baseline("gruelbox", OutboxRelay::gruelbox));
    }

    private static double poller(Run run) throws Exception {
        String exchange = Site.fresh("poller");
        try (HikariDataSource database = Postgres.open();
                BareClient client = new BareClient(run.site().uri());
                BarePublisher publisher = client.publisher(Site.WINDOW)) {
            client.declare(exchange, exchange);
            Postgres.drop(database, Poller.TABLE);
            Poller poller = new Poller(database, publisher, exchange);
            poller.store(run.events());
            long start = System.nanoTime();
            poller.relayAll();
            double rate = Site.rate(run.events(), start);
            client.delete(exchange, exchange);
            Postgres.drop(database, Poller.TABLE);
            return rate;
        }
    }

    /** A tenth of the events. */
    private static double gruelbox(Run all) throws Exception {
        Run run = all.oneIn(10);
        String exchange = Site.fresh("gruelbox");
        String[] tables = Gruelbox.TABLES.toArray(String[]::new);
        try (HikariDataSource database = Postgres.open(Gruelbox.THREADS + 1);
                BareClient client = new BareClient(run.site().uri())) {
            client.declare(exchange, exchange);
            Postgres.drop(database, tables);
            try (Gruelbox outbox = new Gruelbox(database, client, exchange)) {
                outbox.store(run.events());
                long start = System.nanoTime();
                outbox.relayAll(run.events());
                return Site.rate(run.events(), start);
            } finally {
                client.delete(exchange, exchange);
                Postgres.drop(database, tables);
            }
        }
    }
}

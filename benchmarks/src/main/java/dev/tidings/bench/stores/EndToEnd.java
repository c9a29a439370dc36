package dev.tidings.bench.stores;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.bench.Row;
import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
import dev.tidings.bench.peers.BareMessages;
import dev.tidings.bench.peers.ClaimPerMessage;
import dev.tidings.bench.peers.Listener;
import dev.tidings.bench.peers.RememberingListener;
import dev.tidings.bench.peers.SpringClient;
import dev.tidings.bench.rig.Burst;
import dev.tidings.bench.rig.Countdown;
import dev.tidings.bench.rig.GroupQueue;
import dev.tidings.bench.rig.Postgres;
import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.publisher.EventPublisher;
import java.time.Duration;
import java.util.List;

/**
 * From publish to handled, both at full speed, by one group. {@code bare} and Spring read the body and remember ids in memory, whatever
 * the store of ours, and have no effect.
 *
 * @param way what the group does, and where it remembers it
 */
record EndToEnd(Way way) implements Row {

    @Override
    public String name() {
        return "end-to-end-" + way.label();
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public double ours(Run run) throws Exception {
        Countdown handled = new Countdown(run.events());
        try (GroupQueue queue = GroupQueue.declare(run.site());
                Way.Place place = way.open();
                Broker broker = run.site().connect();
                EventPublisher publisher =
                        EventPublisher.to(queue.name()).window(Site.WINDOW).open(broker);
                ConsumerGroup group = place.group(queue.name(), handled).start(broker)) {
            group.awaitConsuming(Duration.ofSeconds(20));
            long start = System.nanoTime();
            Burst.publish(publisher, run);
            return handled.rateSince(start);
        }
    }

    @Override
    public List<Baseline> baselines() {
        Baseline bare = new Baseline("bare", run -> {
            Countdown handled = new Countdown(run.events());
            return bare(run, handled, new RememberingListener(event -> handled.count()));
        });
        return switch (way) {
            case CAFFEINE ->
                List.of(
                        bare,
                        new Baseline("bare-acknowledging", run -> {
                            Countdown handled = new Countdown(run.events());
                            return bare(run, handled, (id, body) -> handled.count());
                        }),
                        new Baseline("spring-amqp-simple", run -> spring(run, SpringClient.Container.SIMPLE)),
                        new Baseline("spring-amqp-direct", run -> spring(run, SpringClient.Container.DIRECT)));
            case REDIS, POSTGRESQL_LEASE -> List.of(bare);
            case POSTGRESQL_TRANSACTIONAL, POSTGRESQL_BATCH ->
                List.of(bare, new Baseline("claim-per-message", EndToEnd::claimPerMessage));
        };
    }

    private static double bare(Run run, Countdown handled, Listener listener) throws Exception {
        try (GroupQueue queue = GroupQueue.declare(run.site());
                BareClient bare = new BareClient(run.site().uri())) {
            bare.consume(queue.name(), Site.PREFETCH, listener);
            return published(run, bare, queue, handled);
        }
    }

    private static double published(Run run, BareClient bare, GroupQueue queue, Countdown handled) throws Exception {
        long start = System.nanoTime();
        bare.publish(BareMessages::least, queue.name(), run.events(), Site.WINDOW);
        return handled.rateSince(start);
    }

    private static double spring(Run run, SpringClient.Container container) throws Exception {
        Countdown handled = new Countdown(run.events());
        try (GroupQueue queue = GroupQueue.declare(run.site());
                SpringClient spring = new SpringClient(run.site().uri())) {
            spring.consume(container, queue.name(), new RememberingListener(event -> handled.count()));
            long start = System.nanoTime();
            spring.publish(queue.name(), run.events(), Site.WINDOW);
            return handled.rateSince(start);
        }
    }

    /** A tenth of the events. */
    private static double claimPerMessage(Run all) throws Exception {
        Run run = all.oneIn(10);
        Countdown handled = new Countdown(run.events());
        try (GroupQueue queue = GroupQueue.declare(run.site());
                HikariDataSource database = Postgres.open(BareClient.THREADS)) {
            Effects.create(database);
            Postgres.drop(database, ClaimPerMessage.TABLE);
            Listener claiming = new ClaimPerMessage(database, Effects.INSERT, handled::count);
            try (BareClient bare = new BareClient(run.site().uri())) {
                bare.consumeAtOnce(queue.name(), Site.PREFETCH, claiming);
                return published(run, bare, queue, handled);
            } finally {
                Effects.drop(database);
                Postgres.drop(database, ClaimPerMessage.TABLE);
            }
        }
    }
}

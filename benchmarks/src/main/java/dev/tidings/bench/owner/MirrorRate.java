package dev.tidings.bench.owner;

import dev.tidings.bench.Row;
import dev.tidings.bench.Site;
import dev.tidings.bench.peers.GetAndUpsert;
import dev.tidings.bench.rig.Countdown;
import dev.tidings.bench.rig.GroupQueue;
import dev.tidings.bench.stores.StoreRows;
import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.events.DomainEvent;
import dev.tidings.mirror.Mirror;
import dev.tidings.owner.EntityKey;
import dev.tidings.publisher.EventPublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * Events of as many entities, from publish to a copy in PostgreSQL.
 *
 * @param isKnown whether the copies are there already, so that the owner is not asked; else each event costs a request
 */
record MirrorRate(boolean isKnown) implements Row {
    private static final int EVENTS = 10_000;
    /** Requests at once, on both sides. */
    private static final int AT_ONCE = 8;

    @Override
    public String name() {
        return isKnown ? "mirror-known" : "mirror-get";
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public double ours(Run all) throws Exception {
        Run run = all.ofFull(EVENTS);
        Countdown handled = new Countdown(run.events());
        try (Users users = new Users();
                GroupQueue queue = GroupQueue.declare(run.site());
                Broker broker = run.site().connect();
                EventPublisher publisher =
                        EventPublisher.to(queue.name()).window(Site.WINDOW).open(broker)) {
            List<DomainEvent> events = LongStream.range(0, run.events())
                    .mapToObj(user -> users.change(user, 1))
                    .toList();
            Mirror<Users.User> mirror = users.mirror(owner -> owner.concurrency(AT_ONCE), resource -> resource);
            if (isKnown) {
                long unused = mirror.resync(LongStream.range(0, run.events())
                        .mapToObj(user -> EntityKey.of("user_id", user))
                        .toList());
            }
            ConsumerGroup.Spec spec = ConsumerGroup.named(queue.name())
                    .mirror(queue.name(), "#", mirror)
                    .observing(handled::told);
            try (ConsumerGroup group = spec.start(broker)) {
                group.awaitConsuming(Duration.ofSeconds(20));
                long start = System.nanoTime();
                events.stream().map(publisher::publishAsync).toList().forEach(CompletableFuture::join);
                return handled.rateSince(start);
            }
        }
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(
                isKnown
                        ? new Baseline(
                                "postgresql-transactional",
                                run -> StoreRows.postgresqlTransactional().ours(run.ofFull(EVENTS)))
                        : new Baseline("get-and-upsert", MirrorRate::bare));
    }

    /** Without a broker: so many threads, each with a request and an upsert at a time. */
    private static double bare(Run all) throws Exception {
        Run run = all.ofFull(EVENTS);
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try (Users users = new Users()) {
            LongStream.range(0, run.events()).forEach(user -> {
                DomainEvent unused = users.change(user, 1);
            });
            GetAndUpsert naive = users.getAndUpsert();
            List<Future<?>> refreshed = new ArrayList<>();
            long start = System.nanoTime();
            for (long user = 0; user < run.events(); user++) {
                long id = user;
                refreshed.add(threads.submit(() -> {
                    naive.refresh(id);
                    return id;
                }));
            }
            for (Future<?> one : refreshed) {
                Object unused = one.get();
            }
            return Site.rate(run.events(), start);
        } finally {
            threads.shutdownNow();
        }
    }
}

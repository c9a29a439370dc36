package dev.tidings.bench.owner;

import dev.tidings.bench.Row;
import dev.tidings.bench.Site;
import dev.tidings.bench.peers.GetAndUpsert;
import dev.tidings.bench.rig.Countdown;
import dev.tidings.bench.rig.GroupQueue;
import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.events.DomainEvent;
import dev.tidings.mirror.Mirror;
import dev.tidings.publisher.EventPublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * How many requests an owner gets for a burst of 10,000 events over 100 entities, each of which changes while the burst goes on. Asking
 * for each event is what a consumer does who knows nothing of the others.
 */
record CallbackBurst(boolean inBatches) implements Row {
    private static final int EVENTS = 10_000;
    private static final int OF_EACH = 100;
    private static final Duration WINDOW = Duration.ofMillis(250);

    @Override
    public String name() {
        return inBatches ? "callback-burst-batch" : "callback-burst";
    }

    @Override
    public String unit() {
        return "requests";
    }

    @Override
    public boolean isLessBetter() {
        return true;
    }

    @Override
    public double ours(Run all) throws Exception {
        Run run = all.ofFull(EVENTS);
        Countdown handled = new Countdown(run.events());
        try (Users users = new Users();
                GroupQueue queue = GroupQueue.declare(run.site());
                Broker broker = run.site().connect();
                EventPublisher publisher =
                        EventPublisher.to(queue.name()).window(Site.WINDOW).open(broker);
                ConsumerGroup group = group(queue, mirror(users), handled).start(broker)) {
            group.awaitConsuming(Duration.ofSeconds(20));
            List<CompletableFuture<?>> outcomes = new ArrayList<>();
            int entities = Math.max(1, run.events() / OF_EACH);
            for (int i = 0; i < run.events(); i++) {
                DomainEvent event = users.change(i % entities, 1 + i / entities);
                outcomes.add(publisher.publishAsync(event));
            }
            outcomes.forEach(CompletableFuture::join);
            handled.awaitAll();
            return users.owner().requests();
        }
    }

    private Mirror<Users.User> mirror(Users users) {
        return users.mirror(
                owner -> owner.collecting(WINDOW),
                resource -> inBatches ? resource.batch("/users?ids={user_id*}") : resource);
    }

    private static ConsumerGroup.Spec group(GroupQueue queue, Mirror<Users.User> mirror, Countdown handled) {
        return ConsumerGroup.named(queue.name())
                .mirror(queue.name(), "#", mirror)
                .observing(handled::told);
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(new Baseline("get-per-event", CallbackBurst::each));
    }

    private static double each(Run all) throws Exception {
        Run run = all.ofFull(EVENTS);
        try (Users users = new Users()) {
            int entities = Math.max(1, run.events() / OF_EACH);
            GetAndUpsert naive = users.getAndUpsert();
            for (int i = 0; i < run.events(); i++) {
                DomainEvent unused = users.change(i % entities, 1 + i / entities);
                naive.refresh(i % entities);
            }
            return users.owner().requests();
        }
    }
}

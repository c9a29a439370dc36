package dev.tidings.bench.consuming;

import dev.tidings.bench.Row;
import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
import dev.tidings.bench.peers.BareMessages;
import dev.tidings.bench.peers.RememberingListener;
import dev.tidings.bench.rig.Burst;
import dev.tidings.bench.rig.Countdown;
import dev.tidings.bench.rig.GroupQueue;
import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.publisher.EventPublisher;
import java.time.Duration;
import java.util.List;

/**
 * From publish to handled by a live group, both at full speed, while a second queue gets the same events and is consumed, too: by a
 * shadow of ours, or by the bare client. Only what the live side handles is counted.
 */
record ShadowAttached() implements Row {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "shadow-attached";
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public double ours(Run run) throws Exception {
        Countdown live = new Countdown(run.events());
        Countdown shadowed = new Countdown(run.events());
        try (GroupQueue queue = GroupQueue.declare(run.site());
                Broker broker = run.site().connect();
                EventPublisher publisher =
                        EventPublisher.to(queue.name()).window(Site.WINDOW).open(broker);
                ConsumerGroup shadow = queue.shadow(shadowed::count).start(broker);
                ConsumerGroup group = queue.spec(live::count).start(broker)) {
            shadow.awaitConsuming(SOON);
            group.awaitConsuming(SOON);
            long start = System.nanoTime();
            Burst.publish(publisher, run);
            double rate = live.rateSince(start);
            shadowed.awaitAll();
            return rate;
        }
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(
                new Baseline("bare", ShadowAttached::bare),
                new Baseline("bare-beside-a-shadow-of-ours", ShadowAttached::besideOurs));
    }

    private static double bare(Run run) throws Exception {
        Countdown shadowed = new Countdown(run.events());
        try (GroupQueue queue = GroupQueue.declare(run.site());
                BareClient bare = new BareClient(run.site().uri())) {
            queue.declareShadow();
            bare.consume(queue.shadowName(), Site.PREFETCH, new RememberingListener(event -> shadowed.count()));
            double rate = live(run, bare, queue);
            shadowed.awaitAll();
            return rate;
        }
    }

    private static double besideOurs(Run run) throws Exception {
        Countdown shadowed = new Countdown(run.events());
        try (GroupQueue queue = GroupQueue.declare(run.site());
                BareClient bare = new BareClient(run.site().uri());
                Broker broker = run.site().connect();
                ConsumerGroup shadow = queue.shadow(shadowed::count).start(broker)) {
            shadow.awaitConsuming(SOON);
            double rate = live(run, bare, queue);
            shadowed.awaitAll();
            return rate;
        }
    }

    private static double live(Run run, BareClient bare, GroupQueue queue) throws Exception {
        Countdown live = new Countdown(run.events());
        bare.consume(queue.name(), Site.PREFETCH, new RememberingListener(event -> live.count()));
        long start = System.nanoTime();
        bare.publish(BareMessages::least, queue.name(), run.events(), Site.WINDOW);
        return live.rateSince(start);
    }
}

package dev.tidings.bench.stores;

import dev.tidings.bench.Row;
import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
import dev.tidings.bench.peers.SpringClient;
import dev.tidings.bench.rig.Burst;
import dev.tidings.bench.rig.Countdown;
import dev.tidings.bench.rig.GroupQueue;
import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.publisher.EventPublisher;
import java.time.Duration;
import java.util.List;

/**
 * From publish to handled, both at full speed, by one group. The bare client and Spring remember nothing and have no effect.
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
        Baseline bare = new Baseline("bare", EndToEnd::bare);
        if (way != Way.CAFFEINE) {
            return List.of(bare);
        }
        return List.of(
                bare,
                new Baseline("spring-amqp-simple", run -> spring(run, SpringClient.Container.SIMPLE)),
                new Baseline("spring-amqp-direct", run -> spring(run, SpringClient.Container.DIRECT)));
    }

    private static double bare(Run run) throws Exception {
        Countdown handled = new Countdown(run.events());
        try (GroupQueue queue = GroupQueue.declare(run.site());
                BareClient bare = new BareClient(run.site().uri())) {
            bare.consume(queue.name(), Site.PREFETCH, handled::count);
            long start = System.nanoTime();
            bare.publish(BareClient::least, queue.name(), run.events(), Site.WINDOW);
            return handled.rateSince(start);
        }
    }

    private static double spring(Run run, SpringClient.Container container) throws Exception {
        Countdown handled = new Countdown(run.events());
        try (GroupQueue queue = GroupQueue.declare(run.site());
                SpringClient spring = new SpringClient(run.site().uri())) {
            spring.consume(container, queue.name(), handled::count);
            long start = System.nanoTime();
            spring.publish(queue.name(), run.events(), Site.WINDOW);
            return handled.rateSince(start);
        }
    }
}

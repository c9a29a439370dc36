package dev.tidings.bench.consuming;

import dev.tidings.bench.Row;
import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
import dev.tidings.bench.peers.BareMessages;
import dev.tidings.bench.peers.BarePublisher;
import dev.tidings.bench.rig.GroupQueue;
import dev.tidings.broker.Broker;
import dev.tidings.consumer.DeadLetters;
import java.util.List;

/** Dead letters of a group, sent to its queue again; nobody consumes them there. Both sides have the same window. */
record Redrive() implements Row {
    private static final int EVENTS = 20_000;
    /** That of ours, which cannot be set. */
    private static final int WINDOW = 100;

    @Override
    public String name() {
        return "redrive";
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public double ours(Run all) throws Exception {
        Run run = all.ofFull(EVENTS);
        try (GroupQueue queue = withDeadLetters(run);
                Broker broker = run.site().connect()) {
            long start = System.nanoTime();
            DeadLetters.Redriven redriven = DeadLetters.of(queue.name(), broker).redrive();
            if (redriven.sent() != run.events()) {
                throw new IllegalStateException("not all of " + run.events() + " were redriven: " + redriven);
            }
            return Site.rate(run.events(), start);
        }
    }

    /** A group with so many of them, as a group writes them. */
    private static GroupQueue withDeadLetters(Run run) throws Exception {
        GroupQueue queue = GroupQueue.declare(run.site());
        try (BareClient client = new BareClient(run.site().uri());
                BarePublisher publisher = client.publisher(Site.WINDOW)) {
            for (int i = 0; i < run.events(); i++) {
                publisher.publish("", queue.name() + ".dead", BareMessages.dead(queue.name()), Site.body(i));
            }
            publisher.awaitAll();
        }
        return queue;
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(new Baseline("bare", Redrive::bare));
    }

    private static double bare(Run all) throws Exception {
        Run run = all.ofFull(EVENTS);
        try (GroupQueue queue = withDeadLetters(run);
                BareClient bare = new BareClient(run.site().uri())) {
            long start = System.nanoTime();
            bare.redrive(queue.name() + ".dead", queue.name(), run.events(), WINDOW);
            return Site.rate(run.events(), start);
        }
    }
}

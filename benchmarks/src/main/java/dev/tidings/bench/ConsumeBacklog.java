package dev.tidings.bench;

import dev.tidings.broker.Broker;
import dev.tidings.publisher.EventPublisher;
import java.util.List;

/** Events that wait in a quorum queue, handled by a handler that does nothing. They are published before the time begins. */
record ConsumeBacklog() implements Row {
    private static final int EVENTS = 200_000;

    @Override
    public String name() {
        return "consume-backlog";
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public double ours(Run all) throws Exception {
        Run run = all.ofFull(EVENTS);
        Countdown handled = new Countdown(run.events());
        try (GroupQueue queue = filled(run);
                Broker broker = run.site().connect()) {
            queue.spec(handled::count).start(broker);
            return handled.rateSinceFirst();
        }
    }

    /** A queue in which all events wait, each of another entity. */
    static GroupQueue filled(Run run) {
        GroupQueue queue = GroupQueue.declare(run.site());
        try (Broker broker = run.site().connect();
                EventPublisher publisher =
                        EventPublisher.to(queue.name()).window(Site.WINDOW).open(broker)) {
            PublishAsync.all(publisher, run);
        }
        return queue;
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(new Baseline("bare", this::bare));
    }

    private double bare(Run all) throws Exception {
        Run run = all.ofFull(EVENTS);
        Countdown handled = new Countdown(run.events());
        try (GroupQueue queue = filled(run);
                BareClient bare = new BareClient(run.site().uri())) {
            bare.consume(queue.name(), Site.PREFETCH, handled::count);
            return handled.rateSinceFirst();
        }
    }
}

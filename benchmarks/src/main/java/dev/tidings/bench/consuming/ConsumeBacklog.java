package dev.tidings.bench.consuming;

import dev.tidings.bench.Row;
import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
import dev.tidings.bench.peers.Listener;
import dev.tidings.bench.peers.RememberingListener;
import dev.tidings.bench.rig.Countdown;
import dev.tidings.bench.rig.GroupQueue;
import dev.tidings.broker.Broker;
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
        try (GroupQueue queue = GroupQueue.filled(run);
                Broker broker = run.site().connect()) {
            queue.spec(handled::count).start(broker);
            return handled.rateSinceFirst();
        }
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(
                new Baseline("bare", run -> {
                    Countdown handled = new Countdown(run.ofFull(EVENTS).events());
                    return bare(run, handled, new RememberingListener(event -> handled.count()));
                }),
                new Baseline("bare-acknowledging", run -> {
                    Countdown handled = new Countdown(run.ofFull(EVENTS).events());
                    return bare(run, handled, (id, body) -> handled.count());
                }));
    }

    private static double bare(Run all, Countdown handled, Listener listener) throws Exception {
        Run run = all.ofFull(EVENTS);
        try (GroupQueue queue = GroupQueue.filled(run);
                BareClient bare = new BareClient(run.site().uri())) {
            bare.consume(queue.name(), Site.PREFETCH, listener);
            return handled.rateSinceFirst();
        }
    }
}

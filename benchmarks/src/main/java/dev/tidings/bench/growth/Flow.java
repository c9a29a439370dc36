package dev.tidings.bench.growth;

import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
import dev.tidings.bench.peers.RememberingListener;
import dev.tidings.bench.rig.Countdown;
import dev.tidings.broker.Broker;
import dev.tidings.publisher.EventPublisher;

/** From publish to handled by every group, both at full speed, with a handler that does nothing. */
record Flow(Stage stage, int events, Published published) implements Series.Scene {

    @Override
    public double ours() throws Exception {
        stage.clear();
        int groups = stage.queues().size();
        Countdown handled = new Countdown(events * groups);
        try (Broker broker = stage.site().connect();
                EventPublisher publisher =
                        EventPublisher.to(stage.exchange()).window(Site.WINDOW).open(broker)) {
            stage.startAndAwait(broker, handled::count);
            long start = System.nanoTime();
            published.by(publisher, events);
            return handled.rateSince(start) / groups;
        }
    }

    @Override
    public double bare() throws Exception {
        stage.clear();
        int groups = stage.queues().size();
        Countdown handled = new Countdown(events * groups);
        try (BareClient bare = new BareClient(stage.site().uri())) {
            for (String queue : stage.queues()) {
                bare.consume(queue, Site.PREFETCH, new RememberingListener(event -> handled.count()));
            }
            long start = System.nanoTime();
            published.by(bare, stage.exchange(), events);
            return handled.rateSince(start) / groups;
        }
    }

    @Override
    public void close() {
        stage.close();
    }
}

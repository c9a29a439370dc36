package dev.tidings.bench.latency;

import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
import dev.tidings.bench.peers.BareMessages;
import dev.tidings.bench.peers.BarePublisher;
import dev.tidings.bench.peers.RememberingListener;
import dev.tidings.bench.rig.GroupQueue;
import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.publisher.EventPublisher;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** How long an event takes from its publish to the begin of its handler, where nothing else goes on. */
record LatencyIdleHandler() implements LatencyRow {
    private static final int PART = 80;

    @Override
    public String name() {
        return "latency-idle-handler";
    }

    @Override
    public double ours(Run all) throws Exception {
        Run run = all.oneIn(PART);
        Begun begun = new Begun();
        try (GroupQueue queue = GroupQueue.declare(run.site());
                Broker broker = run.site().connect();
                EventPublisher publisher =
                        EventPublisher.to(queue.name()).window(Site.WINDOW).open(broker);
                ConsumerGroup group = queue.spec(begun::now).start(broker)) {
            group.awaitConsuming(Duration.ofSeconds(20));
            return told(run, begun.times(run.events(), () -> publisher.publish(Site.event(1))));
        }
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(new Baseline("bare", this::bare));
    }

    private double bare(Run all) throws Exception {
        Run run = all.oneIn(PART);
        Begun begun = new Begun();
        try (GroupQueue queue = GroupQueue.declare(run.site());
                BareClient bare = new BareClient(run.site().uri());
                BarePublisher publisher = bare.publisher(Site.WINDOW)) {
            bare.consume(queue.name(), Site.PREFETCH, new RememberingListener(event -> begun.now()));
            byte[] body = Site.body();
            return told(
                    run,
                    begun.times(
                            run.events(),
                            () -> publisher.publishAndWait(queue.name(), Site.TYPE, BareMessages.least(), body)));
        }
    }

    /** When handlers began. */
    private record Begun(LinkedBlockingQueue<Long> moments) {
        Begun() {
            this(new LinkedBlockingQueue<>());
        }

        void now() {
            moments.add(System.nanoTime());
        }

        /** Milliseconds each. The first one is not counted: it is the one that opens what is opened late. */
        double[] times(int events, Callable<?> publish) throws Exception {
            long unused = after(publish);
            return Schedule.momentsOf(events, () -> after(publish));
        }

        private long after(Callable<?> publish) throws Exception {
            Object unused = publish.call();
            Long moment = moments.poll(60, TimeUnit.SECONDS);
            if (moment == null) {
                throw new IllegalStateException("an event never came to its handler");
            }
            return moment;
        }
    }
}

package dev.tidings.bench.latency;

import dev.tidings.bench.Row;
import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
import dev.tidings.bench.rig.GroupQueue;
import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.publisher.EventPublisher;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * How long an event takes from its publish to the begin of its handler, where nothing else goes on: the median, from the moment it was due.
 */
record LatencyIdleHandler() implements Row {
    private static final int PART = 80;

    @Override
    public String name() {
        return "latency-idle-handler";
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public boolean isLessBetter() {
        return true;
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
            return begun.median("ours", run, () -> publisher.publish(Site.event(1)));
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
                BareClient bare = new BareClient(run.site().uri())) {
            bare.consume(queue.name(), Site.PREFETCH, begun::now);
            bare.confirming();
            byte[] body = Site.body();
            return begun.median("bare", run, () -> bare.publishAndWait(queue.name(), Site.TYPE, body));
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

        /** The first one is not counted: it is the one that opens what is opened late. */
        double median(String side, Run run, Callable<?> publish) throws Exception {
            long unused = after(publish);
            return Latency.median(side, run, Schedule.momentsOf(run.events(), () -> after(publish)));
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

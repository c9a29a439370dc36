package dev.tidings.bench.latency;

import dev.tidings.bench.Row;
import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
import dev.tidings.broker.Broker;
import dev.tidings.publisher.EventPublisher;
import java.util.List;

/** How long one publish takes until it is confirmed, where nothing else goes on: the median, from the moment it was due. */
record LatencyIdle() implements Row {
    private static final int PART = 80;

    @Override
    public String name() {
        return "latency-idle";
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
        String exchange = Site.fresh("users");
        try (BareClient setUp = new BareClient(run.site().uri());
                Broker broker = run.site().connect();
                EventPublisher publisher =
                        EventPublisher.to(exchange).window(Site.WINDOW).open(broker)) {
            setUp.declare(exchange, exchange);
            publisher.publish(Site.event(0));
            double median =
                    Latency.median("ours", run, Schedule.times(run.events(), () -> publisher.publish(Site.event(1))));
            setUp.delete(exchange, exchange);
            return median;
        }
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(new Baseline("bare", this::bare));
    }

    private double bare(Run all) throws Exception {
        Run run = all.oneIn(PART);
        String exchange = Site.fresh("bare");
        try (BareClient bare = new BareClient(run.site().uri())) {
            bare.declare(exchange, exchange);
            byte[] body = Site.body();
            bare.confirming();
            bare.publishAndWait(exchange, Site.TYPE, body);
            double median = Latency.median(
                    "bare", run, Schedule.times(run.events(), () -> bare.publishAndWait(exchange, Site.TYPE, body)));
            bare.delete(exchange, exchange);
            return median;
        }
    }
}

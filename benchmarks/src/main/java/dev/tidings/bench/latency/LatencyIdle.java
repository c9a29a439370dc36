package dev.tidings.bench.latency;

import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
import dev.tidings.bench.peers.BareMessages;
import dev.tidings.bench.peers.BarePublisher;
import dev.tidings.broker.Broker;
import dev.tidings.publisher.EventPublisher;
import java.util.List;

/** How long one publish takes until it is confirmed, where nothing else goes on. */
record LatencyIdle() implements LatencyRow {
    private static final int PART = 80;

    @Override
    public String name() {
        return "latency-idle";
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
            double median = told(run, Schedule.times(run.events(), () -> publisher.publish(Site.event(1))));
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
        try (BareClient bare = new BareClient(run.site().uri());
                BarePublisher publisher = bare.publisher(Site.WINDOW)) {
            bare.declare(exchange, exchange);
            byte[] body = Site.body();
            publisher.publishAndWait(exchange, Site.TYPE, BareMessages.least(), body);
            double median = told(
                    run,
                    Schedule.times(
                            run.events(),
                            () -> publisher.publishAndWait(exchange, Site.TYPE, BareMessages.least(), body)));
            bare.delete(exchange, exchange);
            return median;
        }
    }
}

package dev.tidings.bench;

import dev.tidings.broker.Broker;
import dev.tidings.publisher.EventPublisher;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One thread publishes without waiting; what counts is confirmed and routed, to a quorum queue that nobody consumes. */
record PublishAsync(Site site) implements Row {

    @Override
    public String name() {
        return "publish-async";
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public double ours(Size size) throws Exception {
        String exchange = Site.fresh("users");
        try (BareClient setUp = new BareClient(site.uri());
                Broker broker = site.connect();
                EventPublisher publisher =
                        EventPublisher.to(exchange).window(Site.WINDOW).open(broker)) {
            setUp.declare(exchange, exchange);
            publisher.publish(Site.event(0));
            long start = System.nanoTime();
            all(publisher, size);
            double rate = Site.rate(size.events(), start);
            setUp.delete(exchange, exchange);
            return rate;
        }
    }

    /** Publishes from one thread, and returns when all is confirmed. */
    static void all(EventPublisher publisher, Size size) {
        CompletableFuture<?>[] outcomes = new CompletableFuture<?>[size.events()];
        for (int i = 0; i < size.events(); i++) {
            outcomes[i] = publisher.publishAsync(Site.event(i));
        }
        CompletableFuture.allOf(outcomes).join();
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(new Baseline("bare", this::bare));
    }

    private double bare(Size size) throws Exception {
        String exchange = Site.fresh("bare");
        try (BareClient bare = new BareClient(site.uri())) {
            bare.declare(exchange, exchange);
            long start = System.nanoTime();
            bare.publish(exchange, Site.TYPE, Site.body(), size.events(), Site.WINDOW);
            double rate = Site.rate(size.events(), start);
            bare.delete(exchange, exchange);
            return rate;
        }
    }
}

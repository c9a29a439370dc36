package dev.tidings.bench;

import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.publisher.EventPublisher;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * From publish to handled, both at full speed, by one group. The bare client remembers nothing and has no effect.
 *
 * @param way what the group does, and where it remembers it
 */
record EndToEnd(Way way) implements Row {
    private static final int PREFETCH = 500;

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
        String exchange = Site.fresh("users");
        CountDownLatch handled = new CountDownLatch(run.events());
        try (BareClient setUp = new BareClient(run.site().uri());
                Way.Place place = way.open();
                Broker broker = run.site().connect();
                EventPublisher publisher =
                        EventPublisher.to(exchange).window(Site.WINDOW).open(broker)) {
            ConsumerGroup group = place.group(exchange, handled).start(broker).awaitConsuming(Duration.ofSeconds(20));
            long start = System.nanoTime();
            PublishAsync.all(publisher, run);
            double rate = finished(handled, run, start);
            group.close();
            setUp.delete(exchange, exchange);
            return rate;
        }
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(new Baseline("bare", this::bare));
    }

    private double bare(Run run) throws Exception {
        String exchange = Site.fresh("bare");
        CountDownLatch handled = new CountDownLatch(run.events());
        try (BareClient bare = new BareClient(run.site().uri())) {
            bare.declare(exchange, exchange);
            bare.consume(exchange, PREFETCH, handled);
            long start = System.nanoTime();
            bare.publish(BareClient::least, exchange, run.events(), Site.WINDOW);
            double rate = finished(handled, run, start);
            bare.delete(exchange, exchange);
            return rate;
        }
    }

    private static double finished(CountDownLatch handled, Run run, long start) throws InterruptedException {
        if (!handled.await(120, TimeUnit.SECONDS)) {
            throw new IllegalStateException(handled.getCount() + " of " + run.events() + " events never came");
        }
        return Site.rate(run.events(), start);
    }
}

package dev.tidings.bench.publishing;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.tidings.bench.Row;
import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
import dev.tidings.bench.peers.BareMessages;
import dev.tidings.bench.peers.SpringClient;
import dev.tidings.bench.rig.Burst;
import dev.tidings.broker.Broker;
import dev.tidings.publisher.EventPublisher;
import java.util.List;
import java.util.function.Supplier;

/** One thread publishes without waiting; what counts is confirmed and routed, to a quorum queue that nobody consumes. */
record PublishAsync() implements Row {

    @Override
    public String name() {
        return "publish-async";
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public double ours(Run run) throws Exception {
        String exchange = Site.fresh("users");
        try (BareClient setUp = new BareClient(run.site().uri());
                Broker broker = run.site().connect();
                EventPublisher publisher =
                        EventPublisher.to(exchange).window(Site.WINDOW).open(broker)) {
            setUp.declare(exchange, exchange);
            publisher.publish(Site.event(0));
            long start = System.nanoTime();
            Burst.publish(publisher, run);
            double rate = Site.rate(run.events(), start);
            setUp.delete(exchange, exchange);
            return rate;
        }
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(
                new Baseline("bare", PublishAsync::bare),
                new Baseline("bare-same-properties", run -> bare(run, BareMessages::asOurs, Site.WINDOW)),
                new Baseline("spring-amqp", PublishAsync::spring));
    }

    private static double spring(Run run) throws Exception {
        String exchange = Site.fresh("spring");
        try (BareClient setUp = new BareClient(run.site().uri());
                SpringClient spring = new SpringClient(run.site().uri())) {
            setUp.declare(exchange, exchange);
            spring.publishAndWait(exchange);
            long start = System.nanoTime();
            spring.publish(exchange, run.events(), Site.WINDOW);
            double rate = Site.rate(run.events(), start);
            setUp.delete(exchange, exchange);
            return rate;
        }
    }

    /** The bare client, with the same window. */
    static double bare(Run run) throws Exception {
        return bare(run, BareMessages::least, Site.WINDOW);
    }

    /** The bare client, with messages that have these properties. */
    static double bare(Run run, Supplier<BasicProperties> properties, int window) throws Exception {
        String exchange = Site.fresh("bare");
        try (BareClient bare = new BareClient(run.site().uri())) {
            bare.declare(exchange, exchange);
            long start = System.nanoTime();
            bare.publish(properties, exchange, run.events(), window);
            double rate = Site.rate(run.events(), start);
            bare.delete(exchange, exchange);
            return rate;
        }
    }
}

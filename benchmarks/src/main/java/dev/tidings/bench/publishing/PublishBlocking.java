package dev.tidings.bench.publishing;

import dev.tidings.bench.Row;
import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
import dev.tidings.bench.peers.BareMessages;
import dev.tidings.bench.peers.SpringClient;
import dev.tidings.broker.Broker;
import dev.tidings.publisher.EventPublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Each thread publishes and waits for the outcome, ours and Spring's; the bare client has as many outstanding, from one thread that waits
 * for none.
 *
 * @param threads how many
 * @param part one in so many events, so that a measurement lasts about as long whatever the threads
 */
record PublishBlocking(int threads, int part) implements Row {

    @Override
    public String name() {
        return "publish-blocking-" + threads;
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public double ours(Run all) throws Exception {
        Run run = all.oneIn(part);
        String exchange = Site.fresh("users");
        try (BareClient setUp = new BareClient(run.site().uri());
                Broker broker = run.site().connect();
                EventPublisher publisher =
                        EventPublisher.to(exchange).window(Site.WINDOW).open(broker)) {
            setUp.declare(exchange, exchange);
            publisher.publish(Site.event(0));
            long start = System.nanoTime();
            publish(i -> publisher.publish(Site.event(i)) == EventPublisher.Outcome.ROUTED, run.events());
            double rate = Site.rate(run.events(), start);
            setUp.delete(exchange, exchange);
            return rate;
        }
    }

    /** Publishes one, waits, and tells whether it is in a queue. */
    @FunctionalInterface
    private interface Publish {
        boolean routed(int number) throws Exception;
    }

    private void publish(Publish publish, int events) throws Exception {
        AtomicInteger next = new AtomicInteger();
        Callable<Integer> caller = () -> {
            int routed = 0;
            for (int i = next.getAndIncrement(); i < events; i = next.getAndIncrement()) {
                routed += publish.routed(i) ? 1 : 0;
            }
            return routed;
        };
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Integer>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(caller);
            }
            int routed = 0;
            for (Future<Integer> one : callers.invokeAll(all)) {
                routed += one.get();
            }
            if (routed != events) {
                throw new IllegalStateException(routed + " of " + events + " events were routed");
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(
                new Baseline("bare", run -> PublishAsync.bare(run.oneIn(part), BareMessages::least, threads)),
                new Baseline(
                        "bare-same-properties",
                        run -> PublishAsync.bare(run.oneIn(part), BareMessages::asOurs, threads)),
                new Baseline("spring-amqp", this::spring));
    }

    private double spring(Run all) throws Exception {
        Run run = all.oneIn(part);
        String exchange = Site.fresh("spring");
        try (BareClient setUp = new BareClient(run.site().uri());
                SpringClient spring = new SpringClient(run.site().uri())) {
            setUp.declare(exchange, exchange);
            spring.publishAndWait(exchange);
            long start = System.nanoTime();
            publish(i -> spring.publishAndWait(exchange), run.events());
            double rate = Site.rate(run.events(), start);
            setUp.delete(exchange, exchange);
            return rate;
        }
    }
}

package dev.tidings.bench.growth;

import dev.tidings.bench.Site;
import dev.tidings.consumer.ConsumerGroup;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Instances of one group, each with a connection of its own and eight handlers at once, which wait for a millisecond. */
record InstancesSeries() implements Series {
    private static final int AT_ONCE = 8;

    @Override
    public String name() {
        return "instances";
    }

    @Override
    public String title() {
        return "Instances of a group, each with eight handlers of 1 ms";
    }

    @Override
    public String axis() {
        return "instances";
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 2, 4, 8);
    }

    @Override
    public Scene open(Site site, int size, int events) {
        Stage stage = Stage.declare(
                site,
                (exchange, handler) -> List.of(
                        ConsumerGroup.named(exchange).concurrency(AT_ONCE).on(exchange, "#", event -> handler.run())));
        return new Backlog(
                stage,
                events,
                Backlog.Filling.of(Published.usual()),
                size,
                InstancesSeries::takeAMillisecond,
                (same, handler) -> new BareInstance(site.uri(), same.queue(), AT_ONCE, handler));
    }

    private static void takeAMillisecond() {
        try {
            TimeUnit.MILLISECONDS.sleep(1);
        } catch (InterruptedException e) {
            // The measurement is over.
            Thread.currentThread().interrupt();
        }
    }
}

package dev.tidings.bench.growth;

import dev.tidings.bench.Site;
import dev.tidings.consumer.ConsumerGroup;
import java.util.List;
import java.util.SplittableRandom;

/** Entities that the events of a backlog are about, each drawn at random. A group keeps the order of each; the bare client need not. */
record EntitiesSeries() implements Series {
    private static final long SEED = 42;

    @Override
    public String name() {
        return "entities";
    }

    @Override
    public String title() {
        return "Entities that the events of a backlog are drawn from";
    }

    @Override
    public String axis() {
        return "entities";
    }

    @Override
    public List<Integer> sizes() {
        return List.of(10, 100, 1_000, 10_000, 100_000, 1_000_000);
    }

    @Override
    public int events(int size, int usual) {
        return 2 * usual;
    }

    @Override
    public Scene open(Site site, int size, int events) {
        SplittableRandom random = new SplittableRandom(SEED);
        Stage stage = Stage.declare(site, EntitiesSeries::group);
        Published published = Published.of(i -> Site.event(random.nextInt(size)));
        return new Backlog(stage, events, Backlog.Filling.of(published), 1, () -> {}, Backlog.Starting::bare);
    }

    private static List<ConsumerGroup.Spec> group(String exchange, Runnable handler) {
        return List.of(ConsumerGroup.named(exchange).on(exchange, "#", event -> handler.run()));
    }
}

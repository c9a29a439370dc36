package dev.tidings.bench.growth;

import dev.tidings.bench.Site;
import dev.tidings.consumer.ConsumerGroup;
import java.util.List;
import java.util.stream.IntStream;

/** Groups that all get every event of one exchange. */
record GroupsSeries() implements Series {

    @Override
    public String name() {
        return "groups";
    }

    @Override
    public String title() {
        return "Groups bound to one exchange, each with every event";
    }

    @Override
    public String axis() {
        return "groups";
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 2, 4, 8, 16);
    }

    /** Fewer, where each is handled more often. */
    @Override
    public int events(int size, int usual) {
        return 2 * usual / (size + 1);
    }

    @Override
    public List<Unit> units() {
        return List.of(Unit.EVENTS, new Unit("deliveries/s", groups -> groups));
    }

    @Override
    public Scene open(Site site, int size, int events) {
        Stage stage = Stage.declare(
                site,
                (exchange, handler) -> IntStream.range(0, size)
                        .mapToObj(
                                i -> ConsumerGroup.named(exchange + "-" + i).on(exchange, "#", event -> handler.run()))
                        .toList());
        return new Flow(stage, events, Published.usual());
    }
}

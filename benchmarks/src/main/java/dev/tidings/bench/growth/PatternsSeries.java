package dev.tidings.bench.growth;

import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareMessages;
import dev.tidings.consumer.ConsumerGroup;
import java.util.List;
import java.util.stream.IntStream;

/** Binding patterns of one group. The events are spread evenly, and each matches one of them. */
record PatternsSeries() implements Series {

    @Override
    public String name() {
        return "patterns";
    }

    @Override
    public String title() {
        return "Binding patterns of one group, from publish to handled";
    }

    @Override
    public String axis() {
        return "patterns";
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 4, 8, 16, 32);
    }

    @Override
    public Scene open(Site site, int size, int events) {
        List<String> regions =
                IntStream.range(0, size).mapToObj(i -> "region-" + i).toList();
        Stage stage = Stage.declare(site, (exchange, handler) -> List.of(group(exchange, regions, handler)));
        List<String> keys =
                regions.stream().map(region -> region + "." + Site.TYPE).toList();
        return new Flow(
                stage,
                events,
                new Published(
                        i -> Site.event(i).under(regions.get(i % size)),
                        i -> keys.get(i % size),
                        Site.body(),
                        BareMessages::least));
    }

    private static ConsumerGroup.Spec group(String exchange, List<String> regions, Runnable handler) {
        ConsumerGroup.Spec group = ConsumerGroup.named(exchange);
        for (String region : regions) {
            group = group.on(exchange, region + ".#", event -> handler.run());
        }
        return group;
    }
}

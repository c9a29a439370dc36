package dev.tidings.bench.growth;

import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareMessages;
import dev.tidings.consumer.ConsumerGroup;
import java.util.List;

/** The size of events, which name many fields. An event of ours has at most 100 of 64 characters, the bare client takes anything. */
record BodySeries() implements Series {

    @Override
    public String name() {
        return "body";
    }

    @Override
    public String title() {
        return "Size of bodies, from publish to handled";
    }

    @Override
    public String axis() {
        return "bytes of a body";
    }

    @Override
    public List<Integer> sizes() {
        return Bodies.SIZES;
    }

    @Override
    public String label(int size) {
        return Bodies.label(size);
    }

    @Override
    public List<Unit> units() {
        return Bodies.units();
    }

    @Override
    public Scene open(Site site, int size, int events) {
        Stage stage = Stage.declare(
                site,
                (exchange, handler) ->
                        List.of(ConsumerGroup.named(exchange).on(exchange, "#", event -> handler.run())));
        String[] fields = Bodies.fields(size);
        return new Flow(
                stage,
                events,
                new Published(i -> Bodies.event(i, fields), i -> Site.TYPE, Bodies.bytes(size), BareMessages::least));
    }
}

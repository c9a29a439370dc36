package dev.tidings.bench.growth;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareMessages;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.EventReader;
import java.util.List;
import java.util.Map;

/** The size of messages that others publish: a backlog of them, of which a group reads the key from a header and leaves the body alone. */
record ForeignBodySeries() implements Series {
    private static final String KEY = "user-id";

    @Override
    public String name() {
        return "foreign-body";
    }

    @Override
    public String title() {
        return "Size of bodies that others publish, a backlog";
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

    /** Fewer, where they are large: each is written to the broker's disk. */
    @Override
    public int events(int size, int usual) {
        return size > 4 << 10 ? usual / 4 : usual;
    }

    @Override
    public List<Unit> units() {
        return Bodies.units();
    }

    @Override
    public Scene open(Site site, int size, int events) {
        EventReader reader = message ->
                DomainEvent.of(Site.TYPE, "user_id", message.header(KEY).orElseThrow());
        Stage stage = Stage.declare(
                site,
                (exchange, handler) -> List.of(
                        ConsumerGroup.named(exchange).reading(reader).on(exchange, "#", event -> handler.run())));
        Published published =
                new Published(Site::event, i -> Site.TYPE, Bodies.bytes(size), ForeignBodySeries::properties);
        return new Backlog(stage, events, Backlog.Filling.ofOthers(published), 1, () -> {}, Backlog.Starting::bare);
    }

    private static BasicProperties properties() {
        BasicProperties least = BareMessages.least();
        return least.builder().headers(Map.of(KEY, least.getMessageId())).build();
    }
}

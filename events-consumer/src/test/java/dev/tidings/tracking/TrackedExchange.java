package dev.tidings.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.testkit.broker.RabbitMq;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;

/** An exchange, a tracker's name, and a table, which nobody else uses. */
final class TrackedExchange implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(60);

    final String uri;
    final String exchange;
    final String name;
    final TrackerDatabase database;
    final Traffic traffic;

    TrackedExchange(String uri, String exchange, String name, TrackerDatabase database) throws Exception {
        this.uri = uri;
        this.exchange = exchange;
        this.name = name;
        this.database = database;
        this.traffic = new Traffic(uri);
        traffic.channel().exchangeDeclare(exchange, "topic", true);
        new Schema(database.tables()).create(database.dataSource());
    }

    static TrackedExchange on(RabbitMq rabbit, String word, TrackerDatabase database) throws Exception {
        return new TrackedExchange(rabbit.uri(), rabbit.name(word), rabbit.name(word + "-tracker"), database);
    }

    /** It names all keys of a bucket. */
    EventTracker.Spec spec() {
        return EventTracker.named(name)
                .on(exchange)
                .mostKeys(Integer.MAX_VALUE)
                .into(database.dataSource())
                .table(database.table());
    }

    /** A tracker whose queue is bound. */
    EventTracker start(Broker broker) {
        return spec().start(broker).awaitConsuming(SOON);
    }

    Broker connect() {
        return Broker.connect(uri).awaitConnected(SOON);
    }

    /** Until all that was published, or more, is counted. */
    void awaitAll() {
        soon(() -> assertThat(database.sum()).isGreaterThanOrEqualTo(traffic.total()));
    }

    static void soon(ThrowingRunnable assertion) {
        await().atMost(SOON).untilAsserted(assertion);
    }

    /**
     * How what was counted differs from what was published.
     *
     * @param uncounted events that are missing, by routing key: where each event has one of its own, none hides another
     * @param again events that were counted more than once
     */
    record Difference(long uncounted, long again) {}

    Difference difference() {
        Map<String, Long> counted = database.byKey();
        long uncounted = 0;
        for (Map.Entry<String, Long> key : traffic.published().entrySet()) {
            uncounted += Math.max(0, key.getValue() - counted.getOrDefault(key.getKey(), 0L));
        }
        return new Difference(uncounted, database.sum() - traffic.total() + uncounted);
    }

    /** The difference once nothing is uncounted and the queue is empty, printed with what was done. */
    Difference settle(String fault, int times) {
        soon(() -> assertThat(difference().uncounted()).as("uncounted").isZero());
        soon(() -> assertThat(traffic.depth(name)).isZero());
        Difference difference = difference();
        System.out.printf(
                "tracker fault, %s: times %d events %d uncounted %d again %d%n",
                fault, times, traffic.total(), difference.uncounted(), difference.again());
        return difference;
    }

    @Override
    public void close() throws IOException {
        traffic.close();
        database.close();
    }
}

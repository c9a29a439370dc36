package dev.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.TidingsException;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.testkit.broker.RabbitMq;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whether publish waits for the file: a child process is killed while it publishes. */
class KilledSpoolTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int KILLS = Integer.getInteger("tidings.kills", 4);
    private static final String NOWHERE = "amqp://localhost:1";

    private final long seed = Long.getLong("tidings.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @TempDir
    Path directory;

    @Test
    void nothing_that_publish_returned_for_is_missing_after_kills() throws Exception {
        String exchange = rabbit.name("killed-spool");
        Set<String> published = new HashSet<>();
        try (ArrivedEvents queue = new ArrivedEvents(rabbit.uri(), exchange, "user.#")) {
            for (int kill = 0; kill < KILLS; kill++) {
                String uri = kill % 2 == 0 ? rabbit.uri() : NOWHERE;
                try (SpoolingProducer producer = SpoolingProducer.start(uri, exchange, directory)) {
                    published.addAll(producer.killAfter(100 + random.nextInt(1_000)));
                }
            }
            drain(exchange);
            // Comes back when all that was confirmed before is here.
            int all = queue.entities().size();
            Set<String> arrived =
                    queue.await(all).stream().map(DomainEvent::eventId).collect(Collectors.toSet());
            Set<String> missing = new HashSet<>(published);
            missing.removeAll(arrived);
            System.out.printf(
                    "killed spool: %d kills, %,d published, %,d arrived, %,d missing, file %,d bytes, tidings.seed=%d%n",
                    KILLS,
                    published.size(),
                    arrived.size(),
                    missing.size(),
                    Files.size(directory.resolve("spool.mv.db")),
                    seed);
            assertThat(published).hasSizeGreaterThan(KILLS * 100);
            assertThat(missing).as("published and not arrived, seed %d", seed).isEmpty();
        }
    }

    /** Sends what is left. */
    private void drain(String exchange) throws Exception {
        try (Broker broker = Broker.connect(rabbit.uri());
                EventSpool spool = EventPublisher.to(exchange).spool(directory).open(broker)) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> spool.health().words().contains(": 0 events wait;"));
        }
    }

    @Test
    void a_spool_in_use_by_another_process_is_refused() throws Exception {
        String exchange = rabbit.name("spool-in-use");
        try (SpoolingProducer producer = SpoolingProducer.start(NOWHERE, exchange, directory);
                Broker broker = Broker.connect(NOWHERE)) {
            producer.awaitFirst();
            EventSpool.Spec spec = EventPublisher.to(exchange).spool(directory);

            assertThatThrownBy(() -> spec.open(broker))
                    .isInstanceOf(TidingsException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("in use by another EventSpool")
                    .hasMessageContaining("its own directory");
        }
    }
}

package dev.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.TidingsException;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.testkit.broker.RabbitMq;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class EventSpoolTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    @TempDir
    Path temporary;

    private Broker broker;
    private Broker away;
    private String exchange;
    private EventSpool.Spec spec;

    @BeforeEach
    void connect(TestInfo test) {
        broker = Broker.connect(rabbit.uri());
        away = Broker.connect("amqp://localhost:1");
        exchange = rabbit.name("spool" + test.getDisplayName().hashCode());
        spec = EventPublisher.to(exchange).spool(temporary.resolve("var/spool"));
    }

    @AfterEach
    void disconnect() {
        broker.close();
        away.close();
    }

    private static DomainEvent event(long id) {
        return DomainEvent.of("user.created", "user_id", id);
    }

    private static void awaitEmpty(EventSpool spool) {
        await().until(() -> spool.health().words().contains(": 0 events wait;"));
    }

    @Test
    void what_is_published_while_the_broker_is_away_is_sent_after_the_next_open() throws Exception {
        try (EventSpool spool = spec.open(away)) {
            spool.publish(event(1));
            spool.publish(event(2));
            assertThat(spool.health().state()).isEqualTo(Health.State.WAITING);
            assertThat(spool.health().words()).contains(": 2 events wait;");
        }
        try (ArrivedEvents queue = new ArrivedEvents(rabbit.uri(), exchange, "user.#");
                EventSpool spool = spec.open(broker)) {
            awaitEmpty(spool);
            spool.publish(event(3));
            awaitEmpty(spool);
            assertThat(queue.entities()).containsExactlyInAnyOrder(1L, 2L, 3L);
            assertThat(spool.health().state()).isEqualTo(Health.State.UP);
        }
    }

    @Test
    void many_threads_may_publish_interrupted_or_not() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(40);
        try (EventSpool spool = spec.open(away)) {
            Callable<Boolean> publish = () -> {
                for (int i = 0; i < 10; i++) {
                    Thread.currentThread().interrupt();
                    spool.publish(event(i));
                }
                return Thread.interrupted();
            };
            for (Future<Boolean> each : threads.invokeAll(Collections.nCopies(40, publish))) {
                assertThat(each.get()).as("still interrupted").isTrue();
            }
            assertThat(spool.health().words()).contains(": 400 events wait;");
        } finally {
            threads.shutdownNow();
        }
        try (EventSpool spool = spec.open(away)) {
            assertThat(spool.health().words()).contains(": 400 events wait;");
        }
    }

    @Test
    void beyond_the_limit_nothing_is_kept_and_the_way_out_is_told() throws Exception {
        EventSpool.Spec small = spec.limit(2);
        try (EventSpool spool = small.open(away)) {
            spool.publish(event(1));
            spool.publish(event(2));
            assertFull(spool);
        }
        try (EventSpool spool = small.open(away)) {
            assertFull(spool);
        }
        try (EventSpool spool = small.open(broker)) {
            awaitEmpty(spool);
            spool.publish(event(4));
            awaitEmpty(spool);
        }
    }

    private static void assertFull(EventSpool spool) {
        assertThatThrownBy(() -> spool.publish(event(3)))
                .isInstanceOf(TidingsException.class)
                .hasMessageContaining("limit of 2 events")
                .hasMessageContaining("higher limit(...)");
        assertThat(spool.health().words()).contains(": 2 events wait;");
    }

    @Test
    void a_spool_that_is_open_is_refused_and_a_closed_one_says_so() {
        EventSpool spool = spec.open(away);
        assertThatThrownBy(() -> spec.open(away)).hasMessageContaining("in use by another EventSpool");
        spool.close();
        spool.close();
        assertThat(spool.health().state()).isEqualTo(Health.State.DOWN);
        assertThatThrownBy(() -> spool.publish(event(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
    }

    @Test
    void a_file_with_events_for_another_exchange_is_refused() {
        try (EventSpool spool = spec.open(away)) {
            spool.publish(event(1));
        }
        EventSpool.Spec other = EventPublisher.to("orders").spool(temporary.resolve("var/spool"));
        assertThatThrownBy(() -> other.open(away))
                .isInstanceOf(TidingsException.class)
                .hasMessageContaining("1 events for the exchange " + exchange);
        try (EventSpool spool = spec.open(away)) {
            assertThat(spool.health().words()).contains(": 1 events wait;");
        }
    }

    @Test
    void what_is_set_aside_is_listed_and_can_be_retried() throws Exception {
        DomainEvent poison = event(1);
        try (EventSpool spool = spec.open(away)) {
            spool.publish(poison);
        }
        run("update tidings_outbox set properties = 'no JSON'");
        try (EventSpool spool = spec.open(broker)) {
            await().until(() -> spool.setAside().size() == 1);
            assertThat(spool.health().words()).contains(": 0 events wait, 1 set aside;");

            assertThat(spool.retry(poison.eventId())).isEqualTo(1);
            await().until(() -> spool.setAside().size() == 1);
        }
    }

    private void run(String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:h2:" + temporary.resolve("var/spool/spool"), "sa", "");
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Test
    void a_directory_that_cannot_be_made_is_named() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));
        EventSpool.Spec nowhere = EventPublisher.to(exchange).spool(file.resolve("spool"));
        assertThatThrownBy(() -> nowhere.open(away))
                .isInstanceOf(TidingsException.class)
                .hasMessageContaining(file.resolve("spool").toString());
        assertThatThrownBy(() ->
                        EventPublisher.to(exchange).spool(Path.of("a;INIT=x")).open(away))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("';'");
        assertThatThrownBy(() -> spec.limit(0)).hasMessageContaining("at least 1");
        assertThat(spec.limit(7).toString()).contains("at most 7 events");
    }

    @Test
    void without_h2_the_error_names_the_dependency() throws Exception {
        try (WithoutH2 loader = new WithoutH2()) {
            assertThat(loader.call(SpoolWithoutH2.class, temporary.toString()))
                    .contains("com.h2database:h2")
                    .contains(temporary.toString());
        }
    }
}

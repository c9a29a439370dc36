package dev.tidings.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.GetResponse;
import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.embedded.EmbeddedBroker;
import dev.tidings.events.DomainEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A group on the embedded broker, where a queue's name may be wanted by an exchange: retries and dead letters go by that name. */
class EmbeddedNamesTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final BlockingQueue<DomainEvent> failed = new LinkedBlockingQueue<>();
    private EmbeddedBroker embedded;
    private Broker broker;
    private RawClient raw;

    @BeforeEach
    void connect() throws Exception {
        embedded = EmbeddedBroker.start();
        broker = Broker.connect(embedded.uri()).awaitConnected(SOON);
        raw = new RawClient(embedded.uri());
    }

    @AfterEach
    void close() throws IOException {
        raw.close();
        broker.close();
        embedded.close();
    }

    private ConsumerGroup start(String exchange) {
        return ConsumerGroup.named("billing")
                .onFailure(FailurePolicy.retryAfter(Duration.ofMillis(100)))
                .on(exchange, "user.#", event -> {
                    failed.add(event);
                    throw new IllegalStateException("always");
                })
                .start(broker);
    }

    @ParameterizedTest
    @ValueSource(strings = {"billing", "billing.retry.100ms", "billing.alone", "billing.dead"})
    void a_group_does_not_start_where_an_exchange_has_the_name_of_one_of_its_queues(String exchange) {
        ConsumerGroup group = start(exchange);

        assertThatThrownBy(() -> group.awaitConsuming(Duration.ofMillis(1))).hasMessageContaining("does not consume");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(group.health().words())
                        .contains("'" + exchange + "' cannot be declared")
                        .contains("that of an existing")
                        .contains("use another name"));
        assertThat(group.health().state()).isEqualTo(Health.State.WAITING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"billing", "billing.retry.100ms", "billing.alone", "billing.dead"})
    void an_exchange_that_comes_later_is_refused_and_no_retry_or_dead_letter_is_lost(String exchange) throws Exception {
        start("users").awaitConsuming(SOON);
        try (RawClient later = new RawClient(embedded.uri())) {
            assertThatThrownBy(() -> later.declareTopic(exchange)).hasStackTraceContaining("cannot be declared");
        }

        raw.publish("users", "user.created", "{\"user_id\":1}");

        assertThat(failed.poll(15, TimeUnit.SECONDS)).isNotNull();
        assertThat(failed.poll(15, TimeUnit.SECONDS)).isNotNull();
        GetResponse letter = raw.next("billing.dead");
        assertThat(new String(letter.getBody(), UTF_8)).isEqualTo("{\"user_id\":1}");
    }
}

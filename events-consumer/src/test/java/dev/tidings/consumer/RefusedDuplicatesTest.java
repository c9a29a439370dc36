package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.GetResponse;
import dev.tidings.broker.Broker;
import dev.tidings.testkit.broker.RabbitMq;
import java.time.Duration;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a group does not put up with, since it could not tell a duplicate. */
@Timeout(120)
class RefusedDuplicatesTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    @Test
    void a_store_that_forgets_before_an_event_can_come_again_is_refused_with_the_sum() throws Exception {
        try (Ledger ledger = Ledger.open(rabbit, "forgetting");
                Broker broker = Broker.connect(rabbit.uri())) {
            Place place = ledger.place();
            ConsumerGroup.Spec forgetting = place.transactional(
                            place.store(ledger.pool()).retention(Duration.ofDays(2)), place::write)
                    .onFailure(FailurePolicy.retryAfter(Duration.ofHours(1), Duration.ofHours(5)))
                    .longestWait(Duration.ofDays(2));

            assertThatThrownBy(() -> forgetting.start(broker))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("PT48H", "PT54H = PT6H of retries + PT48H", "longer retention");

            System.out.println("consumer fault 38: refused");
            forgetting
                    .longestWait(Duration.ofHours(42))
                    .start(broker)
                    .awaitConsuming(Duration.ofSeconds(20))
                    .close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"transactional", "leased"})
    void an_event_with_the_id_of_another_one_is_a_dead_letter_and_has_no_effect(String mode) throws Exception {
        Queue<Handled> observed = new ConcurrentLinkedQueue<>();
        try (Ledger ledger = Ledger.open(rabbit, "conflict-" + mode);
                RawClient raw = new RawClient(rabbit.uri())) {
            Place place = ledger.place();
            ConsumerGroup.Spec spec = mode.equals("transactional")
                    ? place.transactional(place.store(ledger.pool()), place::write)
                    : place.leased(place.store(ledger.pool()), ledger.pool(), place::write);
            String id = UUID.randomUUID().toString();
            long since;
            try (Broker broker = Broker.connect(rabbit.uri());
                    ConsumerGroup group = spec.observing(observed::add).start(broker)) {
                group.awaitConsuming(Duration.ofSeconds(20));
                ledger.publish(id, 1);
                await().until(() -> observed.size() == 1);
                since = System.nanoTime();
                ledger.publish(id, 2);
                // The same id twice at once: the second is asked about again when the first is decided.
                String both = UUID.randomUUID().toString();
                ledger.publish(both, 1);
                ledger.publish(both, 2);
                await().atMost(Duration.ofSeconds(20)).until(() -> ledger.depth(place.deadQueue()) == 2);
            }
            for (int letters = 0; letters < 2; letters++) {
                GetResponse letter = raw.next(place.deadQueue());
                assertThat(letter.getProps().getHeaders().get("tidings-failure-reason"))
                        .hasToString("CONFLICT");
            }
            assertThat(ledger.effects()).hasSize(2).doesNotContainValue(2);
            Ledger.Figures figures = ledger.settle("39 " + mode, 2, since, spec);
            assertThat(figures.duplicates()).isZero();
        }
    }
}

package dev.tidings.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.GetResponse;
import dev.tidings.consumer.DeadLetters.Redriven;
import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.TidingsException;
import dev.tidings.testkit.broker.RabbitMq;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
class DeadLettersTest extends OnRabbitMq {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Set<Long> done = ConcurrentHashMap.newKeySet();
    private volatile boolean broken = true;

    @Override
    RabbitMq rabbit() {
        return rabbit;
    }

    private void handle(DomainEvent event) {
        long order = event.longId("order_id");
        if (broken) {
            throw order % 2 == 0 ? new IllegalStateException("even " + order) : new IllegalArgumentException("odd");
        }
        done.add(order);
    }

    private DeadLetters letters() {
        return DeadLetters.of(group, broker);
    }

    /** A group that has this many dead letters from failed handlers, and is closed. */
    private void kill(int orders) throws Exception {
        ConsumerGroup running =
                start(spec().onFailure(FailurePolicy.retryAfter()).on(exchange, "order.#", this::handle));
        for (int order = 0; order < orders; order++) {
            raw.publish(
                    exchange,
                    "order.paid",
                    RawClient.withId(UUID.randomUUID().toString()),
                    "{\"order_id\":%d}".formatted(order).getBytes(UTF_8));
        }
        awaitDead(orders);
        running.close();
        broken = false;
    }

    private void awaitDead(long count) {
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(raw.depth(group + ".dead")).isEqualTo(count));
    }

    private void startAgain() {
        start(spec().on(exchange, "order.#", this::handle));
    }

    @Test
    void they_say_what_they_were_and_why_they_died() throws Exception {
        kill(1);

        assertThat(letters().peek(10)).singleElement().satisfies(letter -> {
            assertThat(letter.message().exchange()).isEqualTo(exchange);
            assertThat(letter.message().routingKey()).isEqualTo("order.paid");
            assertThat(letter.message().body()).isEqualTo("{\"order_id\":0}".getBytes(UTF_8));
            assertThat(letter.reason()).isEqualTo(Reason.FAILED);
            assertThat(letter.exception()).isEqualTo(IllegalStateException.class.getName());
            assertThat(letter.failure()).isEqualTo("even 0");
            assertThat(letter.attempts()).isEqualTo(1);
            assertThat(letter.died()).isPresent();
        });
        awaitDead(1);
    }

    @Test
    void they_are_counted_and_stay_where_they_are() throws Exception {
        kill(25);

        assertThat(letters().count(DeadLetter::reason)).isEqualTo(Map.of(Reason.FAILED, 25L));
        awaitDead(25);
        assertThat(letters().count(DeadLetter::exception))
                .isEqualTo(Map.of(
                        IllegalStateException.class.getName(), 13L, IllegalArgumentException.class.getName(), 12L));
        awaitDead(25);
    }

    @Test
    void what_is_sent_again_is_handled_by_its_group_as_a_first_attempt() throws Exception {
        kill(300);

        assertThat(letters().redrive()).isEqualTo(new Redriven(300, 0));

        GetResponse first = raw.next(group);
        assertThat(first.getProps().getHeaders())
                .containsKeys(Letter.EXCHANGE, Letter.ROUTING_KEY)
                .doesNotContainKeys(Letter.ATTEMPT, Letter.PAUSES, Letter.FAILURE + "reason");
        observed.clear();
        startAgain();
        await().atMost(DEADLINE).until(() -> done.size() == 299);
        assertThat(observed)
                .filteredOn(handled -> handled.verdict() != Verdict.DONE)
                .isEmpty();
        assertThat(raw.depth(group + ".dead")).isZero();
    }

    @Test
    void who_looks_right_after_another_look_sees_them_all() throws Exception {
        kill(200);

        for (int look = 0; look < 10; look++) {
            assertThat(letters().count(DeadLetter::reason)).isEqualTo(Map.of(Reason.FAILED, 200L));
        }
        assertThat(letters().redrive()).isEqualTo(new Redriven(200, 0));
    }

    @Test
    void those_that_were_not_chosen_stay() throws Exception {
        kill(20);
        DeadLetters even =
                letters().where(letter -> letter.failure().startsWith("even")).limit(4);

        assertThat(even.dryRun()).hasSize(4).allMatch(letter -> letter.failure().startsWith("even"));
        awaitDead(20);
        assertThat(even.redrive()).isEqualTo(new Redriven(4, 0));

        awaitDead(16);
        startAgain();
        await().atMost(DEADLINE).until(() -> done.size() == 4);
        assertThat(done).allMatch(order -> order % 2 == 0);
    }

    @Test
    void those_that_died_too_long_ago_stay_unless_that_does_no_harm() throws Exception {
        kill(5);
        await().until(() -> letters().youngerThan(Duration.ofMillis(1)).dryRun().isEmpty());

        assertThat(letters().youngerThan(Duration.ofMillis(1)).redrive()).isEqualTo(new Redriven(0, 5));
        awaitDead(5);
        assertThat(letters().youngerThan(Duration.ofDays(10_000)).redrive()).isEqualTo(new Redriven(5, 0));
    }

    @Test
    void no_more_are_sent_in_a_second_than_was_said() throws Exception {
        kill(10);
        long start = System.nanoTime();

        assertThat(letters().perSecond(20).redrive()).isEqualTo(new Redriven(10, 0));

        // The first one goes at once, and nine follow, each a twentieth of a second later at the earliest.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(450));
    }

    @Test
    void two_at_the_same_time_send_each_at_least_once() throws Exception {
        kill(500);

        Thread other = new Thread(() -> letters().redrive());
        other.start();
        letters().redrive();
        other.join();
        letters().redrive();

        startAgain();
        await().atMost(DEADLINE).until(() -> done.size() == 500);
        assertThat(raw.depth(group + ".dead")).isZero();
    }

    @Test
    void where_the_group_has_no_queue_for_them_the_letters_stay() throws Exception {
        kill(3);
        raw.deleteQueue(group);

        assertThatThrownBy(() -> letters().redrive())
                .isInstanceOf(TidingsException.class)
                .hasMessageContaining("could not be sent to queue " + group);

        awaitDead(3);
    }

    @Test
    void a_group_that_is_not_there_is_told_in_words() {
        assertThatThrownBy(() -> DeadLetters.of(group + "-unknown", broker).peek(1))
                .isInstanceOf(TidingsException.class)
                .hasMessageContaining("queue " + group + "-unknown.dead cannot be read")
                .hasMessageContaining("no queue");
    }
}

package dev.tidings.consumer;

import static dev.tidings.consumer.FailurePolicy.retryAfter;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.internal.Queue;
import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.testkit.broker.RabbitMq;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A group that sees what a live group sees. */
class ShadowGroupTest extends OnRabbitMq {
    private static final String V2 = ".shadow.v2";

    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private final BlockingQueue<Handled> shadowed = new LinkedBlockingQueue<>();

    @Override
    RabbitMq rabbit() {
        return rabbit;
    }

    @BeforeEach
    void deleteLater() {
        rabbit.alsoDelete(group + V2, group + V2 + ".alone", group + V2 + ".dropped");
    }

    private ConsumerGroup.Spec shadow() {
        return ConsumerGroup.shadow(group, "v2").observing(shadowed::add);
    }

    private Handled nextShadowed() throws InterruptedException {
        Handled next = shadowed.poll(15, TimeUnit.SECONDS);
        assertThat(next).as("a verdict of the shadow").isNotNull();
        return next;
    }

    private void publish(int count) throws Exception {
        raw.publishAll(exchange, "order.paid", count, "{\"order_id\":%d}"::formatted);
    }

    @Test
    void it_gets_the_same_events_by_a_queue_of_its_own() throws Exception {
        start(spec().on(exchange, "#", handled::add));
        start(shadow().on(exchange, "#", event -> {}));

        publish(1);

        assertThat(nextEvent().eventId())
                .isEqualTo(nextShadowed().event().orElseThrow().eventId());
        assertThat(nextVerdict().group()).isEqualTo(group);
        assertThat(raw.exists(group + V2)).isTrue();
    }

    @Test
    void what_it_fails_on_is_left_at_once_and_the_live_group_knows_nothing_of_it() throws Exception {
        start(spec().on(exchange, "#", handled::add));
        start(shadow().on(exchange, "#", event -> {
            throw new IllegalStateException("v2 cannot");
        }));

        publish(1);
        raw.publish(exchange, "order.paid", RawClient.withId("x"), "no JSON".getBytes(UTF_8));

        Handled failed = nextShadowed();
        assertThat(failed.verdict()).isEqualTo(Verdict.LEFT);
        assertThat(failed.failure().orElseThrow()).hasMessage("v2 cannot");
        Handled unreadable = nextShadowed();
        assertThat(unreadable.verdict()).isEqualTo(Verdict.LEFT);
        assertThat(unreadable.event()).isEmpty();
        assertThat(List.of(nextVerdict().verdict(), nextVerdict().verdict()))
                .containsExactlyInAnyOrder(Verdict.DONE, Verdict.DEAD);
        assertThat(raw.exists(group + V2 + ".dead")).isFalse();
        assertThat(shadowed).isEmpty();
    }

    @Test
    void it_pauses_for_what_does_not_work_for_now() throws Exception {
        BlockingQueue<Boolean> works = new LinkedBlockingQueue<>(List.of(false, true));
        start(shadow().on(exchange, "#", event -> {
            if (!works.take()) {
                throw new UnavailableException("the outcomes cannot be recorded");
            }
        }));

        publish(1);

        assertThat(nextShadowed().verdict()).isEqualTo(Verdict.GIVEN_BACK);
        assertThat(nextShadowed().verdict()).isEqualTo(Verdict.DONE);
    }

    @Test
    void delays_for_retries_are_refused() {
        ConsumerGroup.Spec retrying =
                shadow().on(exchange, "#", event -> {}).onFailure(retryAfter(Duration.ofSeconds(1)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> retrying.start(broker))
                .withMessageContaining("tries nothing again")
                .withMessageContaining(group + V2);
    }

    @Test
    @Tag("slow")
    void what_its_full_queue_has_lost_is_told() throws Exception {
        int more = 50;
        start(shadow().on(exchange, "#", event -> {})).close();
        publish(Queue.MOST_SHADOWED + more);

        start(shadow().on(exchange, "#", event -> {}));

        await().atMost(Duration.ofSeconds(60)).until(() -> shadowed.size() >= Queue.MOST_SHADOWED + more);
        List<Handled> dropped = shadowed.stream()
                .filter(told -> told.verdict() == Verdict.DROPPED)
                .toList();
        assertThat(dropped).hasSize(more);
        assertThat(dropped).allSatisfy(told -> {
            assertThat(told.routingKey()).isEqualTo("order.paid");
            assertThat(told.event().orElseThrow().exchange()).contains(exchange);
            assertThat(told.event().orElseThrow().longId("order_id")).isLessThan(more);
        });
    }
}

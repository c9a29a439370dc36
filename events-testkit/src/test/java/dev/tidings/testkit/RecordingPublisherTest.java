package dev.tidings.testkit;

import static dev.tidings.publisher.EventPublisher.Outcome.ROUTED;
import static dev.tidings.publisher.EventPublisher.Outcome.UNROUTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.broker.Health;
import dev.tidings.broker.NotPublishedException;
import dev.tidings.broker.OutcomeUnknownException;
import dev.tidings.events.DomainEvent;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class RecordingPublisherTest {
    private static final DomainEvent PLACED = DomainEvent.of("order.placed", "order_id", 7);
    private static final DomainEvent PAID = DomainEvent.of("order.paid", "order_id", 7);

    private final RecordingPublisher publisher = RecordingPublisher.create();

    @Test
    void events_are_kept_in_their_order_and_routed() {
        assertThat(publisher.publish(PLACED)).isEqualTo(ROUTED);
        assertThat(publisher.publishAsync(PAID)).isCompletedWithValue(ROUTED);

        assertThat(publisher.published()).containsExactly(PLACED, PAID);
        assertThat(publisher.attempted()).containsExactly(PLACED, PAID);
    }

    @Test
    void it_says_that_nobody_listens_where_it_was_told_so() {
        publisher.unrouted();

        assertThat(publisher.publish(PLACED)).isEqualTo(UNROUTED);
        assertThat(publisher.published()).containsExactly(PLACED);
    }

    @Test
    void a_publish_fails_until_it_is_told_otherwise_and_is_not_among_the_published() {
        publisher.notPublished();
        assertThatThrownBy(() -> publisher.publish(PLACED))
                .isInstanceOf(NotPublishedException.class)
                .hasMessageContaining(PLACED.eventId())
                .hasMessageContaining("(order.placed) was not published")
                .hasMessageContaining("safe to publish it again");
        publisher.routed();
        publisher.publish(PLACED);

        assertThat(publisher.published()).containsExactly(PLACED);
        assertThat(publisher.attempted()).containsExactly(PLACED, PLACED);
    }

    @Test
    void an_unknown_outcome_is_no_published_event() {
        publisher.outcomeUnknown();

        assertThatThrownBy(() -> publisher.publish(PLACED))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("publish the same event object again");
        assertThat(publisher.published()).isEmpty();
        assertThat(publisher.attempted()).containsExactly(PLACED);
    }

    @Test
    void a_future_fails_with_what_a_publish_throws() {
        publisher.notPublished();

        assertThat(publisher.publishAsync(PLACED))
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(NotPublishedException.class);
    }

    @Test
    void what_is_closed_refuses() {
        assertThat(publisher.health().state()).isEqualTo(Health.State.UP);
        publisher.close();

        assertThat(publisher.health().state()).isEqualTo(Health.State.DOWN);
        assertThatThrownBy(() -> publisher.publish(PLACED))
                .isInstanceOf(NotPublishedException.class)
                .hasMessageContaining("the publisher is closed");
        assertThat(publisher.published()).isEmpty();
    }
}

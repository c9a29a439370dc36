package dev.tidings.testkit;

import static dev.tidings.consumer.Handled.Verdict.DONE;
import static dev.tidings.consumer.Handled.Verdict.RETRY_LATER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.broker.Health;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.FailurePolicy;
import dev.tidings.consumer.Handled;
import dev.tidings.consumer.NotYetException;
import dev.tidings.consumer.UnavailableException;
import dev.tidings.events.DomainEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Events that come before what they tell of. */
class NotYetTest {
    private static final DomainEvent FIRST = DomainEvent.of("user.created", "user_id", 1);
    private static final DomainEvent SECOND = DomainEvent.of("user.created", "user_id", 2);
    private static final FailurePolicy ONE_RETRY = FailurePolicy.retryAfter(Duration.ofSeconds(10));

    private final Set<DomainEvent> visible = new HashSet<>(Set.of(SECOND));
    private final List<String> counts = new ArrayList<>();

    private void handle(DomainEvent event) {
        counts.add(event.header("tidings-early").orElse("0")
                + event.header("tidings-pauses").orElse("0"));
        if (!visible.contains(event)) {
            throw new NotYetException("user " + event.id("user_id") + " cannot be seen yet");
        }
    }

    @Test
    void they_come_again_without_a_counted_attempt_and_others_go_on() {
        TestGroup group = TestGroup.of(
                ConsumerGroup.named("search").on("users", "#", this::handle).onFailure(ONE_RETRY));

        assertThat(group.deliver("users", FIRST)).isEqualTo(RETRY_LATER);
        assertThat(group.health().state()).isEqualTo(Health.State.UP);
        assertThat(group.deliver("users", SECOND)).isEqualTo(DONE);
        group.advance(Duration.ofSeconds(100));
        visible.add(FIRST);
        List<Handled> later = group.advance(Duration.ofSeconds(10));

        assertThat(later).extracting(Handled::verdict).containsExactly(DONE);
        assertThat(group.handled()).extracting(Handled::attempt).containsOnly(1);
        assertThat(group.deadLetters()).isEmpty();
        assertThat(counts).contains("00", "10", "20", "100", "110");
    }

    @Test
    void an_outage_is_not_counted_as_patience() {
        TestGroup group = TestGroup.of(ConsumerGroup.named("search")
                .on("users", "#", event -> {
                    counts.add(event.header("tidings-early").orElse("0"));
                    if (counts.size() < 4) {
                        throw new UnavailableException("down");
                    }
                })
                .onFailure(ONE_RETRY));

        group.deliver("users", FIRST);
        group.advance(Duration.ofMinutes(5));

        assertThat(counts).containsExactly("0", "0", "0", "0");
    }

    @Test
    void of_several_only_those_fail_that_a_refresher_names() {
        TestGroup group = TestGroup.of(ConsumerGroup.named("search")
                .mirror(
                        "users",
                        "#",
                        events -> events.contains(FIRST) ? Map.of(FIRST, new NotYetException("not yet")) : Map.of())
                .onFailure(ONE_RETRY));

        List<Handled> handled = group.deliverAll("users", List.of(FIRST, SECOND));

        assertThat(handled)
                .extracting(one -> one.event().orElseThrow().id("user_id") + " " + one.verdict())
                .containsExactlyInAnyOrder("1 RETRY_LATER", "2 DONE");
    }
}

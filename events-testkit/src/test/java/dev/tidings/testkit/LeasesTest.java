package dev.tidings.testkit;

import static dev.tidings.consumer.Handled.Verdict.DONE;
import static dev.tidings.consumer.Handled.Verdict.DUPLICATE;
import static dev.tidings.consumer.Handled.Verdict.RETRY_LATER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.consumer.FailurePolicy;
import dev.tidings.consumer.Handled;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeasesTest extends OnFaultyBroker {
    private final LeasingStore store = new LeasingStore(broker::time);

    @Test
    void what_a_handler_works_on_is_renewed_three_times_within_each_lease_and_no_longer() {
        billing(event -> seconds(60)).idempotency(store.view()).start(broker);

        publish(1);
        seconds(60);

        assertThat(store.renewals()).extracting(Duration::toSeconds).containsExactly(10L, 20L, 30L, 40L, 50L, 60L);
    }

    @Test
    void what_another_instance_works_on_comes_again_as_the_same_attempt_and_is_recognised() {
        for (int i = 0; i < 2; i++) {
            billing(event -> seconds(25))
                    .prefetch(1)
                    .onFailure(FailurePolicy.retryAfter(Duration.ofSeconds(10), Duration.ofMinutes(5)))
                    .idempotency(store.view())
                    .start(broker);
        }

        publish(1, 1);
        seconds(60);

        assertThat(calls).containsExactly(Call.of(1, 0));
        assertThat(verdicts(1)).containsExactlyInAnyOrder(RETRY_LATER, RETRY_LATER, RETRY_LATER, DUPLICATE, DONE);
        assertThat(handled).extracting(Handled::attempt).containsOnly(1);
    }

    @Test
    void what_a_dead_process_had_claimed_is_handled_by_another_one_when_the_lease_is_over() throws Exception {
        LeasingStore.View first = store.view();
        billing(event -> {
                    first.die();
                    broker.latest().die();
                    throw new Instance.ProcessEnded();
                })
                .idempotency(first)
                .start(broker);
        publish(1);
        handled.clear();

        billing(event -> {})
                .idempotency(store.view())
                .onFailure(FailurePolicy.retryAfter(Duration.ofSeconds(10), Duration.ofHours(1)))
                .start(broker);
        seconds(60);

        assertThat(calls).containsExactly(Call.of(1, 0), Call.of(1, 30));
        assertThat(verdicts(1)).containsExactly(RETRY_LATER, RETRY_LATER, RETRY_LATER, DONE);
    }
}

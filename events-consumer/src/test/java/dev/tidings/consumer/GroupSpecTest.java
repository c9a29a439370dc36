package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.events.Exchange;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupSpecTest {
    private static final Handler NOTHING = event -> {};

    @Test
    void a_pattern_that_earlier_ones_leave_nothing_for_is_refused() {
        ConsumerGroup.Spec spec = ConsumerGroup.named("search").on("users", "user.*", NOTHING);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec.on("users", "user.deleted", NOTHING))
                .withMessageContaining("'user.deleted' on exchange 'users' would never get an event")
                .withMessageContaining("put it before them, or drop it");
    }

    @Test
    void two_patterns_that_together_leave_nothing_are_seen_too() {
        ConsumerGroup.Spec spec = ConsumerGroup.named("search").on("users", "*.#", NOTHING);

        assertThatIllegalArgumentException().isThrownBy(() -> spec.on("users", "#.deleted", NOTHING));
    }

    @Test
    void the_same_pattern_on_another_exchange_is_another_thing() {
        ConsumerGroup.Spec spec =
                ConsumerGroup.named("search").on("users", "#", NOTHING).on("shop", "#", NOTHING);

        assertThat(spec.toString()).contains("users/#, shop/#");
        assertThat(spec.name()).isEqualTo("search");
    }

    @Test
    void explain_says_which_pattern_takes_a_key_and_why_the_others_do_not() {
        ConsumerGroup.Spec spec = ConsumerGroup.named("search")
                .on("users", "*.deleted", NOTHING)
                .on("users", "#.deleted", NOTHING)
                .on("users", "#", NOTHING);

        assertThat(spec.explain("users", "shop.eu.user.deleted"))
                .isEqualTo("search: 1 users/*.deleted no (two words, the key has four); 2 users/#.deleted yes;"
                        + " 3 users/# not asked, an earlier one took it");
        assertThat(spec.explain("shop", "user.deleted")).endsWith("nobody takes it");
    }

    @Test
    void a_spec_says_its_name_and_what_it_takes() {
        ConsumerGroup.Spec spec =
                ConsumerGroup.named("search").on("users", "user.*", NOTHING).retired("users", "order.*");

        assertThat(spec.name()).isEqualTo("search");
        assertThat(spec.takes("users", "user.deleted")).isTrue();
        assertThat(spec.takes("users", "order.paid")).isFalse();
        assertThat(spec.takes("shop", "user.deleted")).isFalse();
    }

    @Test
    void a_pattern_that_is_handled_and_retired_is_refused_whichever_comes_first() {
        ConsumerGroup.Spec handled = ConsumerGroup.named("search").on("users", "user.*", NOTHING);
        ConsumerGroup.Spec retired = ConsumerGroup.named("search").retired("users", "user.*");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> handled.retired("users", "user.*"))
                .withMessage("pattern 'user.*' on exchange 'users' is both handled and retired; drop one of the two");
        assertThatIllegalArgumentException().isThrownBy(() -> retired.on("users", "user.*", NOTHING));
        assertThat(retired.on("shop", "user.*", NOTHING).toString()).contains("shop/user.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "amq.group", "größe", "a\r\nb"})
    void a_name_that_cannot_name_queues_is_refused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConsumerGroup.named(name))
                .withMessageContaining("cannot name a group")
                .withMessageNotContaining("\n");
    }

    @Test
    void wildcards_on_a_direct_exchange_and_keys_on_a_fanout_are_refused() {
        ConsumerGroup.Spec spec = ConsumerGroup.named("search")
                .exchange(Exchange.direct("direct"))
                .exchange(Exchange.fanout("fanout"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec.on("direct", "user.*", NOTHING))
                .withMessageContaining("give each key its own on(…)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec.on("fanout", "user.created", NOTHING))
                .withMessageContaining("use '#'");
    }

    @Test
    void an_exchange_is_described_before_it_is_used() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ConsumerGroup.named("search").on("users", "#", NOTHING).exchange(Exchange.direct("users")))
                .withMessageContaining("describe it before the first on(…) that names it");
    }

    @Test
    void delays_have_limits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FailurePolicy.retryAfter(Duration.ZERO))
                .withMessageContaining("give delays of");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FailurePolicy.retryAfter(Duration.ofDays(50)))
                .withMessageContaining("give delays of");
    }

    @Test
    void a_spec_never_changes() {
        ConsumerGroup.Spec one = ConsumerGroup.named("search").on("users", "user.created", NOTHING);
        ConsumerGroup.Spec two = one.concurrency(3);

        assertThat(one.toString()).contains("8 handlers at once");
        assertThat(two.toString()).contains("3 handlers at once");
    }
}

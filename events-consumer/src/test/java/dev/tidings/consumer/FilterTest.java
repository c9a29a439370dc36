package dev.tidings.consumer;

import static dev.tidings.consumer.Reaction.inBatches;
import static dev.tidings.consumer.Reaction.inTransaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.consumer.Handled.Verdict;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is done around handlers. */
class FilterTest extends OnPostgres {
    private final List<String> done = new CopyOnWriteArrayList<>();

    private UnaryOperator<Handler> noting(String name) {
        return handler -> event -> {
            done.add(name + " before " + order(event));
            handler.handle(event);
            done.add(name + " after " + order(event));
        };
    }

    @Test
    void the_first_one_is_outermost_and_sees_handlers_that_were_added_before_and_after() throws Exception {
        start(spec().around(noting("one"))
                .on(exchange, "#", event -> done.add("handled " + order(event)))
                .around(noting("other")));

        publish(1);

        assertThat(nextVerdict().verdict()).isEqualTo(Verdict.DONE);
        assertThat(done).containsExactly("one before 0", "other before 0", "handled 0", "other after 0", "one after 0");
    }

    @Test
    void one_that_throws_is_a_failure_of_the_event_and_its_handler_is_not_called() throws Exception {
        start(spec().onFailure(FailurePolicy.retryAfter())
                .on(exchange, "#", event -> done.add("handled"))
                .around(handler -> event -> {
                    throw new SecurityException("not for this tenant");
                }));

        publish(1);

        Handled handled = nextVerdict();
        assertThat(handled.verdict()).isEqualTo(Verdict.DEAD);
        assertThat(handled.failure().orElseThrow()).hasMessage("not for this tenant");
        assertThat(done).isEmpty();
    }

    @Test
    void in_a_transaction_it_is_around_each_event_and_may_leave_it_out() throws Exception {
        start(spec().idempotency(effects.store())
                .on(
                        exchange,
                        "#",
                        inTransaction((event, transaction) -> effects.add(transaction, order(event), "paid")))
                .around(handler -> event -> {
                    if (order(event) != 7) {
                        handler.handle(event);
                    }
                }));

        publish(20);

        awaitVerdicts(20);
        assertThat(observed).allMatch(handled -> handled.verdict() == Verdict.DONE);
        assertThat(effects.counts()).isEqualTo(onceBut(20, 7L));
    }

    @Test
    void a_group_with_a_handler_for_several_events_is_refused() {
        ConsumerGroup.Spec both =
                spec().on(exchange, "#", inBatches(events -> {})).around(noting("one"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> both.start(broker))
                .withMessageContaining(exchange + "/# has one for several")
                .withMessageContaining("in a group of its own");
    }
}

package dev.tidings.consumer;

import static dev.tidings.consumer.Reaction.inTransaction;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.idempotency.jdbc.JdbcIdempotencyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A transaction manager that throws something of its own, on a database that answers, leaves open whether it has committed. */
class UnansweredCommitTest extends OnPostgres {
    private final ThreadLocal<Boolean> isDoomed = ThreadLocal.withInitial(() -> false);

    private ConsumerGroup.Spec group(Consumer<Consumer<Connection>> manager, AtomicInteger calls) {
        JdbcIdempotencyStore store = JdbcIdempotencyStore.on(manager::accept)
                .table(effects.table() + "_keys")
                .createTables();
        return spec().idempotency(store).on(exchange, "#", inTransaction((event, transaction) -> {
            calls.incrementAndGet();
            effects.add(transaction, event.longId("order_id"), "paid");
            isDoomed.set(isDoomed.get() || event.longId("order_id") == 7);
        }));
    }

    private void transact(Consumer<Connection> work, boolean commits) {
        try (Connection connection = effects.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            isDoomed.set(false);
            try {
                work.accept(connection);
            } catch (RuntimeException e) {
                connection.rollback();
                throw e;
            }
            if (isDoomed.get() && !commits) {
                connection.rollback();
            } else {
                connection.commit();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        if (isDoomed.get()) {
            throw new IllegalStateException("something went wrong");
        }
    }

    private List<Verdict> verdicts(long order) {
        return observed.stream()
                .filter(handled -> handled.event().orElseThrow().longId("order_id") == order)
                .map(Handled::verdict)
                .toList();
    }

    @Test
    void what_was_rolled_back_is_a_failure_of_the_event_that_caused_it() throws Exception {
        start(group(work -> transact(work, false), new AtomicInteger()));

        publish(20);

        assertThat(raw.next(group + ".dead").getBody()).isEqualTo("{\"order_id\":7}".getBytes(UTF_8));
        awaitVerdicts(21);
        assertThat(effects.counts()).isEqualTo(onceBut(20, 7L));
        assertThat(verdicts(7)).containsExactly(Verdict.RETRY_LATER, Verdict.DEAD);
        assertThat(observed)
                .filteredOn(handled -> handled.verdict() == Verdict.DEAD)
                .allSatisfy(
                        handled -> assertThat(handled.failure().orElseThrow()).hasMessage("something went wrong"));
    }

    @Test
    void what_was_committed_is_done_once_and_is_no_failure() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        start(group(work -> transact(work, true), calls).onFailure(FailurePolicy.retryAfter()));

        publish(20);

        awaitVerdicts(20);
        assertThat(effects.counts()).isEqualTo(onceBut(20));
        assertThat(calls).hasValue(20);
        assertThat(verdicts(7)).containsExactly(Verdict.DUPLICATE);
        assertThat(raw.depth(group + ".dead")).isZero();
    }
}

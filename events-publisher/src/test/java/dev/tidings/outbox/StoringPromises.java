package dev.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.events.TidingsException;
import dev.tidings.publisher.EventPublisher;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is stored, and where. */
interface StoringPromises extends OutboxFixture {

    @Test
    default void what_is_rolled_back_is_never_published() throws Exception {
        try (Connection connection = transaction()) {
            outbox().publish(connection, event(1));
            connection.rollback();
        }
        commit(event(2));
        try (Relay relay = outbox().relay(broker())) {
            flushAll(relay, 1);
            assertThat(queue().entities()).containsExactly(2L);
        }
    }

    @Test
    default void a_connection_in_auto_commit_is_refused() throws Exception {
        try (Connection connection = database().dataSource().getConnection()) {
            assertThatThrownBy(() -> outbox().publish(connection, event(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("auto-commit")
                    .hasMessageContaining("setAutoCommit(false)");
        }
        assertThat(rows(">= 0")).isZero();
    }

    @Test
    default void it_joins_the_current_transaction_and_leaves_it_open() throws Exception {
        assertThatThrownBy(() -> outbox().publish(event(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("joining(...)");
        try (Connection current = transaction()) {
            outbox().joining(() -> current).publish(event(1));
            assertThat(current.isClosed()).isFalse();
            assertThat(rows("= 0")).isZero();
            current.commit();
        }
        assertThat(rows("= 0")).isEqualTo(1);
    }

    @Test
    default void tables_may_be_made_twice_and_by_many_at_the_same_time() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (TestDatabase fresh = openDatabase()) {
            JdbcOutbox another =
                    EventPublisher.to(exchange()).outbox(fresh.dataSource()).table(fresh.table());
            assertThatThrownBy(() -> another.relay(broker()).start())
                    .isInstanceOf(TidingsException.class)
                    .hasMessageContaining("createTables()");
            Callable<JdbcOutbox> create = another::createTables;
            for (Future<JdbcOutbox> each : threads.invokeAll(List.of(create, create, create, create))) {
                each.get();
            }
            assertThat(fresh.number("select count(*) from TABLE_version")).isEqualTo(1);
            assertThat(another.ddl()).contains(fresh.table() + "_lease").doesNotContain("tidings_outbox ");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    default void tables_of_another_version_are_refused_at_the_start() throws Exception {
        database().run("update TABLE_version set version = 2");
        assertThatThrownBy(() -> outbox().relay(broker()).start())
                .isInstanceOf(TidingsException.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("newer version");
    }

    @Test
    default void a_transaction_that_commits_late_is_not_skipped() throws Exception {
        try (Relay relay = outbox().relay(broker());
                Connection late = transaction()) {
            outbox().publish(late, event(1));
            commit(event(2));
            flushAll(relay, 1);
            assertThat(queue().entities()).containsExactly(2L);

            late.commit();
            flushAll(relay, 1);
            assertThat(queue().entities()).containsExactly(2L, 1L);
        }
    }
}

package dev.tidings.consumer;

import static dev.tidings.consumer.Reaction.inTransaction;
import static dev.tidings.consumer.Reaction.inTransactionBatches;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.events.DomainEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InTransactionTest extends OnPostgres {
    private ConsumerGroup.Spec inTheStore() {
        return spec().idempotency(effects.store());
    }

    @Test
    void each_effect_happens_once_however_often_and_in_whatever_order_its_event_comes() throws Exception {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println("-Dtidings.seed=" + seed);
        int events = 500;
        start(inTheStore()
                .on(
                        exchange,
                        "#",
                        inTransaction((event, transaction) -> effects.add(transaction, order(event), "paid"))));
        List<Integer> thrice = new ArrayList<>(numbers(events));
        thrice.addAll(numbers(events));
        thrice.addAll(numbers(events));
        Collections.shuffle(thrice, new Random(seed));

        publish(thrice, ids(events));

        awaitVerdicts(3 * events);
        assertThat(effects.counts()).isEqualTo(onceBut(events));
    }

    @Test
    void a_failing_event_undoes_only_itself_and_its_key_can_be_claimed_again() throws Exception {
        Set<Long> failedBefore = ConcurrentHashMap.newKeySet();
        Duration pause = Duration.ofMillis(100);
        start(inTheStore()
                .concurrency(1)
                .onFailure(FailurePolicy.retryAfter(pause, pause, pause))
                .on(exchange, "#", inTransaction((event, transaction) -> {
                    effects.add(transaction, order(event), "paid");
                    if (order(event) % 10 == 3 && failedBefore.add(order(event) * 2)) {
                        // Once in the fast attempt, and once more on its own savepoint.
                        throw new IllegalStateException("not yet");
                    }
                    if (order(event) % 10 == 3 && failedBefore.add(order(event) * 2 + 1)) {
                        throw new IllegalStateException("still not");
                    }
                })));

        publish(100);

        awaitVerdicts(100);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(effects.counts()).isEqualTo(onceBut(100)));
        assertThat(raw.depth(group + ".dead")).isZero();
    }

    @Test
    void what_always_fails_becomes_a_dead_letter_without_an_effect() throws Exception {
        start(inTheStore().on(exchange, "#", inTransaction((event, transaction) -> {
            effects.add(transaction, order(event), "paid");
            if (order(event) == 7) {
                throw new AssertionError("an error is a failure too");
            }
        })));

        publish(20);

        assertThat(raw.next(group + ".dead").getBody()).isEqualTo("{\"order_id\":7}".getBytes(UTF_8));
        awaitVerdicts(21);
        assertThat(effects.counts()).isEqualTo(onceBut(20, 7L));
    }

    @Test
    void a_handler_that_hides_a_failed_statement_fails_alone() throws Exception {
        start(inTheStore().on(exchange, "#", inTransaction((event, transaction) -> {
            effects.add(transaction, order(event), "paid");
            if (order(event) == 7) {
                hidden(transaction);
            }
        })));

        publish(20);

        assertThat(raw.next(group + ".dead").getBody()).isEqualTo("{\"order_id\":7}".getBytes(UTF_8));
        awaitVerdicts(21);
        assertThat(effects.counts()).isEqualTo(onceBut(20, 7L));
    }

    private static void hidden(Connection transaction) throws SQLException {
        try (Statement statement = transaction.createStatement()) {
            statement.execute("select 1 / 0");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("22012");
        }
    }

    @Test
    void a_commit_that_is_refused_is_laid_to_the_event_that_caused_it() throws Exception {
        effects.run("alter table " + effects.table() + " add constraint " + effects.table()
                + "_once unique (entity, what) deferrable initially deferred");
        start(inTheStore().on(exchange, "#", inTransaction((event, transaction) -> {
            effects.add(transaction, order(event), "paid");
            if (order(event) == 7) {
                effects.add(transaction, order(event), "paid");
            }
        })));

        publish(50);

        assertThat(raw.next(group + ".dead").getBody()).isEqualTo("{\"order_id\":7}".getBytes(UTF_8));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(effects.counts()).isEqualTo(onceBut(50, 7L)));
    }

    @Test
    void who_is_in_the_way_of_others_costs_no_attempt() throws Exception {
        effects.run("insert into " + effects.table() + " select -1 - i, 'balance' from generate_series(0, 4) i");
        AtomicInteger calls = new AtomicInteger();
        Reaction opposite = inTransaction((event, transaction) -> {
            boolean upwards = calls.incrementAndGet() % 2 == 0;
            for (int i = 0; i < 5; i++) {
                touch(transaction, upwards ? -1 - i : -5 + i);
            }
            effects.add(transaction, order(event), "paid");
        });
        start(inTheStore()
                .onFailure(FailurePolicy.retryAfter(Duration.ofMillis(100)))
                .on(exchange, "#", opposite));

        publish(200);

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Map<Long, Integer> paid = effects.counts();
            paid.keySet().removeIf(entity -> entity < 0);
            assertThat(paid).isEqualTo(onceBut(200));
        });
        assertThat(observed).noneMatch(handled -> handled.failure().isPresent());
        System.out.println("deadlocks so far in this database: "
                + effects.number("select deadlocks from pg_stat_database where datname = current_database()")
                + ", calls "
                + calls + " for 200 events");
    }

    private void touch(Connection transaction, int entity) throws SQLException {
        try (Statement statement = transaction.createStatement()) {
            statement.execute("update " + effects.table() + " set what = what where entity = " + entity);
        }
    }

    @Test
    void a_batch_handler_gets_many_at_once_and_its_failing_event_is_found() throws Exception {
        Set<Integer> sizes = new HashSet<>();
        start(inTheStore().concurrency(1).on(exchange, "#", inTransactionBatches((events, transaction) -> {
            sizes.add(events.size());
            for (DomainEvent event : events) {
                effects.add(transaction, order(event), "paid");
                if (order(event) == 33) {
                    throw new IllegalStateException("not this one");
                }
            }
        })));

        publish(100);

        assertThat(raw.next(group + ".dead").getBody()).isEqualTo("{\"order_id\":33}".getBytes(UTF_8));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(effects.counts()).isEqualTo(onceBut(100, 33L)));
        assertThat(sizes).contains(1).anyMatch(size -> size > 1);
    }

    @Test
    void the_same_id_with_another_content_is_a_dead_letter_and_has_no_effect() throws Exception {
        String id = UUID.randomUUID().toString();
        start(inTheStore()
                .on(
                        exchange,
                        "#",
                        inTransaction((event, transaction) -> effects.add(transaction, order(event), "paid"))));

        publish(List.of(0), List.of(id));
        assertThat(nextVerdict().verdict()).isEqualTo(Handled.Verdict.DONE);
        raw.publish(exchange, "order.paid", RawClient.withId(id), "{\"order_id\":1}".getBytes(UTF_8));

        assertThat(raw.next(group + ".dead").getProps().getHeaders().get("tidings-failure-reason"))
                .hasToString("CONFLICT");
        assertThat(effects.counts()).isEqualTo(onceBut(1));
    }

    @Test
    void an_event_without_a_usable_id_is_handled_each_time_and_within_a_transaction() throws Exception {
        start(inTheStore()
                .on(
                        exchange,
                        "#",
                        inTransaction((event, transaction) -> effects.add(transaction, order(event), "paid"))));

        publish(List.of(0, 0), List.of("42"));

        awaitVerdicts(2);
        assertThat(effects.counts()).containsEntry(0L, 2);
    }
}

package dev.tidings.testkit;

import static dev.tidings.consumer.Handled.Verdict.DEAD;
import static dev.tidings.consumer.Handled.Verdict.DONE;
import static dev.tidings.consumer.Handled.Verdict.DUPLICATE;
import static dev.tidings.consumer.Handled.Verdict.RETRY_LATER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.broker.Health;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.DeadLetter;
import dev.tidings.consumer.FailurePolicy;
import dev.tidings.consumer.Handled;
import dev.tidings.consumer.Reaction;
import dev.tidings.consumer.Reason;
import dev.tidings.consumer.UnavailableException;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.MessageProperties;
import dev.tidings.events.RawMessage;
import dev.tidings.idempotency.jdbc.JdbcIdempotencyStore;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class TestGroupTest {
    private static final DomainEvent PLACED = DomainEvent.of("order.placed", "order_id", 7);

    private final List<DomainEvent> invoices = new ArrayList<>();
    private final ConsumerGroup.Spec spec = ConsumerGroup.named("billing")
            .on("shop", "order.placed", invoices::add)
            .on("shop", "order.paid", event -> {
                throw new IllegalStateException("no such invoice");
            });

    @Test
    void what_became_of_an_event_is_told() {
        TestGroup billing = TestGroup.of(spec);

        assertThat(billing.deliver("shop", PLACED)).isEqualTo(DONE);
        assertThat(billing.deliver("shop", PLACED)).isEqualTo(DUPLICATE);

        assertThat(invoices).containsExactly(PLACED);
        assertThat(billing.handled()).extracting(Handled::verdict).containsExactly(DONE, DUPLICATE);
    }

    @Test
    void handlers_are_called_in_the_thread_of_the_test_whatever_executor_the_group_has() {
        List<Thread> threads = new ArrayList<>();
        TestGroup billing = TestGroup.of(ConsumerGroup.named("billing")
                .executor(ForkJoinPool.commonPool())
                .on("shop", "#", event -> threads.add(Thread.currentThread())));

        billing.deliver("shop", PLACED);

        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void an_event_that_fails_comes_again_as_time_is_moved_and_becomes_a_dead_letter() {
        TestGroup billing =
                TestGroup.of(spec.onFailure(FailurePolicy.retryAfter(Duration.ofSeconds(10), Duration.ofMinutes(1))));
        DomainEvent paid = DomainEvent.of("order.paid", "order_id", 7);

        assertThat(billing.deliver("shop", paid)).isEqualTo(RETRY_LATER);
        assertThat(billing.retries()).containsExactly(Duration.ofSeconds(10));
        assertThat(billing.advance(Duration.ofMillis(9_999))).isEmpty();
        assertThat(billing.advance(Duration.ofMillis(1)))
                .singleElement()
                .satisfies(second -> assertThat(second.attempt()).isEqualTo(2));
        assertThat(billing.deadLetters()).isEmpty();
        assertThat(billing.advance(Duration.ofHours(1)))
                .extracting(Handled::verdict)
                .containsExactly(DEAD);

        assertThat(billing.retries()).isEmpty();
        assertThat(billing.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo(Reason.FAILED);
            assertThat(letter.failure()).isEqualTo("no such invoice");
            assertThat(letter.attempts()).isEqualTo(3);
            assertThat(letter.message().properties().messageId()).contains(paid.eventId());
        });
        assertThat(billing.deadLetters()).hasSize(1);
    }

    @Test
    void an_event_that_no_binding_matches_is_refused_with_the_reason() {
        TestGroup billing = TestGroup.of(spec);

        assertThatThrownBy(() -> billing.deliver("shop", DomainEvent.of("order.cancelled", "order_id", 7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "no broker would deliver order.cancelled of exchange 'shop' to billing: 1 shop/order.placed no")
                .hasMessageEndingWith("nobody takes it");
        assertThatThrownBy(() -> billing.deliver("shops", PLACED))
                .hasMessageContaining("1 shop/order.placed no (another exchange)");
        assertThat(billing.handled()).isEmpty();
    }

    @Test
    void a_message_is_taken_as_if_it_were_in_the_queue() {
        TestGroup billing = TestGroup.of(spec.onFailure(FailurePolicy.retryAfter()));

        assertThat(billing.deliver(message("order.placed", "not json"))).isEqualTo(DEAD);
        assertThat(billing.deliver(message("order.cancelled", "{\"order_id\":7}")))
                .isEqualTo(DEAD);

        assertThat(billing.deadLetters())
                .extracting(DeadLetter::reason)
                .containsExactly(Reason.UNREADABLE, Reason.UNMATCHED);
    }

    private static RawMessage message(String routingKey, String body) {
        return new RawMessage("shop", routingKey, MessageProperties.none(), Map.of(), body.getBytes(UTF_8));
    }

    @Test
    void keys_are_forgotten_as_time_is_moved() {
        TestGroup billing = TestGroup.of(spec);
        billing.deliver("shop", PLACED);

        billing.advance(Duration.ofMinutes(59));
        assertThat(billing.deliver("shop", PLACED)).isEqualTo(DUPLICATE);
        billing.advance(Duration.ofHours(2));
        assertThat(billing.deliver("shop", PLACED)).isEqualTo(DONE);
    }

    @Test
    void while_a_group_pauses_an_event_waits_and_the_reason_is_told() {
        List<DomainEvent> mails = new ArrayList<>();
        List<String> outage = new ArrayList<>(List.of("the mail server does not answer"));
        TestGroup welcome = TestGroup.of(ConsumerGroup.named("welcome").on("users", "#", event -> {
            if (!outage.isEmpty()) {
                throw new UnavailableException(outage.get(0));
            }
            mails.add(event);
        }));
        DomainEvent first = DomainEvent.of("user.created", "user_id", 1);
        DomainEvent second = DomainEvent.of("user.created", "user_id", 2);

        assertThat(welcome.deliver("users", first)).isEqualTo(RETRY_LATER);
        assertThat(welcome.health().state()).isEqualTo(Health.State.WAITING);
        assertThatThrownBy(() -> welcome.deliver("users", second))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("user.created waits in the queue, group welcome: paused")
                .hasMessageContaining("the mail server does not answer")
                .hasMessageContaining("advance(…)");
        outage.clear();
        welcome.advance(Duration.ofSeconds(2));

        assertThat(mails).containsExactlyInAnyOrder(first, second);
        assertThat(welcome.health().state()).isEqualTo(Health.State.UP);
    }

    @Test
    void several_events_wait_together_for_a_handler_of_several() {
        List<Integer> sizes = new ArrayList<>();
        TestGroup billing = TestGroup.of(
                ConsumerGroup.named("billing").on("shop", "#", Reaction.inBatches(events -> sizes.add(events.size()))));

        List<Handled> handled = billing.deliverAll("shop", orders(200));

        assertThat(handled).hasSize(200).extracting(Handled::verdict).containsOnly(DONE);
        assertThat(sizes).startsWith(1).hasSizeLessThan(200);
        assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(200);
    }

    private static List<DomainEvent> orders(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(id -> DomainEvent.of("order.placed", "order_id", id))
                .toList();
    }

    @Test
    void with_a_small_prefetch_all_are_delivered_nevertheless() {
        TestGroup billing = TestGroup.of(spec.prefetch(3));

        assertThat(billing.deliverAll("shop", orders(20))).hasSize(20);
        for (DomainEvent order : orders(20)) {
            assertThat(billing.deliver("shop", order)).isEqualTo(DONE);
        }
    }

    @Test
    void time_stands_still_while_events_are_delivered() {
        TestGroup billing = TestGroup.of(spec);
        billing.deliver("shop", DomainEvent.of("order.paid", "order_id", 1));

        billing.deliverAll("shop", orders(500));

        assertThat(billing.retries()).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void a_handler_that_delivers_is_told_to_publish() {
        List<TestGroup> itself = new ArrayList<>();
        TestGroup billing = TestGroup.of(ConsumerGroup.named("billing")
                .onFailure(FailurePolicy.retryAfter())
                .on("shop", "#", event -> itself.get(0).deliver("shop", PLACED)));
        itself.add(billing);

        assertThat(billing.deliver("shop", DomainEvent.of("order.paid", "order_id", 1)))
                .isEqualTo(DEAD);

        assertThat(billing.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.failure()).contains("let it publish through an EventPublisher"));
    }

    @Test
    void a_group_that_would_not_start_in_production_does_not_start() {
        assertThatThrownBy(() -> TestGroup.of(ConsumerGroup.named("billing")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("handles nothing");
    }

    @Test
    void a_handler_works_in_the_transaction_of_a_database() throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:billing;DB_CLOSE_DELAY=-1");
        try (var connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table invoice (order_id bigint)");
        }
        TestGroup billing = TestGroup.of(ConsumerGroup.named("billing")
                .on("shop", "#", Reaction.inTransaction((event, transaction) -> {
                    try (Statement statement = transaction.createStatement()) {
                        statement.execute("insert into invoice values (" + event.longId("order_id") + ")");
                    }
                    if (event.longId("order_id") == 2) {
                        throw new IllegalArgumentException("not that one");
                    }
                }))
                .idempotency(JdbcIdempotencyStore.on(database).createTables()));

        billing.deliverAll("shop", orders(3));

        try (var connection = database.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select string_agg(order_id, ',') from invoice")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1).split(",")).containsExactlyInAnyOrder("1", "3");
        }
        assertThat(billing.retries()).hasSize(1);
    }

    @Test
    void after_its_end_a_group_takes_nothing() {
        TestGroup billing = TestGroup.of(spec);
        billing.close();

        assertThat(billing.health().state()).isEqualTo(Health.State.DOWN);
        assertThatThrownBy(() -> billing.deliver("shop", PLACED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(invoices).isEmpty();
    }
}

package dev.tidings.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.GetResponse;
import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.Exchange;
import dev.tidings.events.TidingsException;
import dev.tidings.testkit.broker.RabbitMq;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConsumerGroupTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private final BlockingQueue<DomainEvent> handled = new LinkedBlockingQueue<>();
    private final BlockingQueue<Handled> observed = new LinkedBlockingQueue<>();
    private Broker broker;
    private RawClient raw;
    private String exchange;
    private String group;

    @BeforeEach
    void connect(TestInfo test) throws Exception {
        String name = Integer.toHexString(test.getDisplayName().hashCode());
        exchange = rabbit.name("users-" + name);
        group = rabbit.name("group-" + name);
        rabbit.alsoDelete(group + ".dead", group + ".retry.100ms");
        broker = Broker.connect(rabbit.uri()).awaitConnected(Duration.ofSeconds(20));
        raw = new RawClient(rabbit.uri());
    }

    @AfterEach
    void close() throws Exception {
        broker.close();
        raw.close();
    }

    private ConsumerGroup.Spec spec() {
        return ConsumerGroup.named(group)
                .onFailure(FailurePolicy.retryAfter(Duration.ofMillis(100)))
                .observing(observed::add);
    }

    private ConsumerGroup start(ConsumerGroup.Spec spec) {
        return spec.start(broker).awaitConsuming(Duration.ofSeconds(20));
    }

    private DomainEvent nextEvent() throws InterruptedException {
        DomainEvent event = handled.poll(15, TimeUnit.SECONDS);
        assertThat(event).as("an event handled within 15 s").isNotNull();
        return event;
    }

    private Handled nextVerdict() throws InterruptedException {
        Handled verdict = observed.poll(15, TimeUnit.SECONDS);
        assertThat(verdict).as("a verdict within 15 s").isNotNull();
        return verdict;
    }

    @Test
    void a_bare_body_without_properties_is_an_event() throws Exception {
        start(spec().on(exchange, "user.*", handled::add));

        raw.publish(exchange, "user.deleted", "{\"user_id\":42}");

        DomainEvent event = nextEvent();
        assertThat(event.type()).isEqualTo("user.deleted");
        assertThat(event.longId("user_id")).isEqualTo(42);
        assertThat(event.fields()).isEmpty();
        assertThat(event.isIdentified()).isFalse();
    }

    @Test
    void a_bare_body_with_changed_fields_is_an_event() throws Exception {
        start(spec().on(exchange, "#.updated", handled::add));

        raw.publish(exchange, "profile.updated", "{\"user_id\":42,\"fields\":[\"country\",\"city\"]}");

        DomainEvent event = nextEvent();
        assertThat(event.ids()).containsExactly(Map.entry("user_id", "42"));
        assertThat(event.fields()).containsExactly("country", "city");
    }

    @Test
    void the_first_pattern_that_matches_wins() throws Exception {
        BlockingQueue<String> taken = new LinkedBlockingQueue<>();
        start(spec().on(exchange, "user.deleted", event -> taken.add("first"))
                .on(exchange, "user.*", event -> taken.add("second"))
                .on(exchange, "#", event -> taken.add("third")));

        raw.publish(exchange, "user.deleted", "{\"user_id\":1}");
        raw.publish(exchange, "user.created", "{\"user_id\":1}");
        raw.publish(exchange, "a.b.c", "{\"user_id\":1}");

        assertThat(List.of(next(taken), next(taken), next(taken))).containsExactly("first", "second", "third");
    }

    private static String next(BlockingQueue<String> queue) throws InterruptedException {
        return String.valueOf(queue.poll(15, TimeUnit.SECONDS));
    }

    @Test
    void a_second_delivery_of_an_event_is_a_duplicate() throws Exception {
        start(spec().on(exchange, "#", handled::add));
        String id = UUID.randomUUID().toString();

        for (int i = 0; i < 3; i++) {
            raw.publish(exchange, "user.created", RawClient.withId(id), "{\"user_id\":1}".getBytes(UTF_8));
        }

        assertThat(nextVerdict().verdict()).isEqualTo(Handled.Verdict.DONE);
        assertThat(nextVerdict().verdict()).isEqualTo(Handled.Verdict.DUPLICATE);
        assertThat(nextVerdict().verdict()).isEqualTo(Handled.Verdict.DUPLICATE);
        assertThat(handled).hasSize(1);
    }

    @Test
    void an_id_that_may_repeat_is_not_trusted_and_each_delivery_is_handled() throws Exception {
        start(spec().on(exchange, "#", handled::add));

        for (int i = 0; i < 2; i++) {
            raw.publish(exchange, "user.created", RawClient.withId("7"), "{\"user_id\":1}".getBytes(UTF_8));
        }

        assertThat(nextVerdict().verdict()).isEqualTo(Handled.Verdict.DONE);
        assertThat(nextVerdict().verdict()).isEqualTo(Handled.Verdict.DONE);
    }

    @Test
    void a_failed_event_comes_again_after_the_delay_as_it_was() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        start(spec().on(exchange, "#", event -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
            }
            handled.add(event);
        }));

        raw.publish(
                exchange,
                "shop.eu.user.created",
                RawClient.withHeaders(Map.of("tenant", "eu", "tidings-version", 7L)),
                "{\"user_id\":1}".getBytes(UTF_8));

        assertThat(nextVerdict().verdict()).isEqualTo(Handled.Verdict.RETRY_LATER);
        DomainEvent event = nextEvent();
        assertThat(event.routingKey()).isEqualTo("shop.eu.user.created");
        assertThat(event.exchange()).contains(exchange);
        assertThat(event.version()).hasValue(7);
        assertThat(event.header("tenant")).contains("eu");
        assertThat(nextVerdict().verdict()).isEqualTo(Handled.Verdict.DONE);
        assertThat(raw.depth(group + ".dead")).isZero();
    }

    @Test
    void an_event_that_fails_to_the_end_is_a_dead_letter_with_its_story() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        start(spec().on(exchange, "#", event -> {
            calls.incrementAndGet();
            throw new IllegalStateException("smtp: timeout\r\nforged line");
        }));
        String id = UUID.randomUUID().toString();

        raw.publish(exchange, "user.created", RawClient.withId(id), "{\"user_id\":1}".getBytes(UTF_8));

        GetResponse letter = raw.next(group + ".dead");
        assertThat(calls).hasValue(2);
        assertThat(letter.getProps().getMessageId()).isEqualTo(id);
        assertThat(new String(letter.getBody(), UTF_8)).isEqualTo("{\"user_id\":1}");
        assertThat(texts(letter))
                .containsEntry("tidings-failure-reason", "FAILED")
                .containsEntry("tidings-failure-exception", "java.lang.IllegalStateException")
                .containsEntry("tidings-failure-message", "smtp: timeout forged line")
                .containsEntry("tidings-failure-attempts", "2")
                .containsEntry("tidings-exchange", exchange)
                .containsEntry("tidings-routing-key", "user.created");
    }

    private static Map<String, String> texts(GetResponse message) {
        Map<String, String> texts = new java.util.TreeMap<>();
        message.getProps().getHeaders().forEach((name, value) -> texts.put(name, value.toString()));
        return texts;
    }

    @Test
    void a_named_exception_is_a_dead_letter_at_once() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        start(spec().onFailure(FailurePolicy.retryAfter(Duration.ofMillis(100))
                        .deadLetterAtOnce(IllegalArgumentException.class))
                .on(exchange, "#", event -> {
                    calls.incrementAndGet();
                    throw new NumberFormatException("never valid");
                }));

        raw.publish(exchange, "user.created", "{\"user_id\":1}");

        assertThat(texts(raw.next(group + ".dead"))).containsEntry("tidings-failure-attempts", "1");
        assertThat(calls).hasValue(1);
    }

    @Test
    void what_cannot_be_read_is_a_dead_letter_with_the_reason_and_the_next_event_is_handled() throws Exception {
        start(spec().on(exchange, "#", handled::add));

        raw.publish(exchange, "user.created", "{\"user_id\":{\"nested\":1}}");
        raw.publish(exchange, "user.created", "not json");
        raw.publish(exchange, "user.created", "{\"user_id\":5}");

        assertThat(nextEvent().longId("user_id")).isEqualTo(5);
        for (int i = 0; i < 2; i++) {
            GetResponse letter = raw.next(group + ".dead");
            assertThat(texts(letter))
                    .containsEntry("tidings-failure-reason", "UNREADABLE")
                    .hasEntrySatisfying(
                            "tidings-failure-message",
                            reason -> assertThat(reason).contains("EventReader"));
        }
    }

    @Test
    void a_message_too_large_for_an_event_is_a_dead_letter_and_arrives_there_whole() throws Exception {
        start(spec().on(exchange, "#", handled::add));
        byte[] large = ("{\"user_id\":\"" + "x".repeat(300_000) + "\"}").getBytes(UTF_8);

        raw.publish(exchange, "user.created", RawClient.withHeaders(Map.of()), large);

        GetResponse letter = raw.next(group + ".dead");
        assertThat(letter.getBody()).isEqualTo(large);
        assertThat(texts(letter))
                .hasEntrySatisfying(
                        "tidings-failure-message",
                        reason -> assertThat(reason).contains("300014 bytes", "65536", "ReadLimits"));
    }

    @Test
    void an_event_that_no_pattern_matches_any_more_becomes_a_dead_letter_that_says_why() throws Exception {
        ConsumerGroup first = start(spec().on(exchange, "user.#", handled::add));
        first.close();
        start(spec().on(exchange, "user.created", handled::add));

        raw.publish(exchange, "user.deleted", "{\"user_id\":1}");

        assertThat(texts(raw.next(group + ".dead")))
                .containsEntry("tidings-failure-reason", "UNMATCHED")
                .hasEntrySatisfying(
                        "tidings-failure-message", reason -> assertThat(reason).contains("nobody takes it"));
    }

    @Test
    void an_event_reader_reads_what_others_write() throws Exception {
        start(spec().reading(message -> DomainEvent.of(
                                "order.placed",
                                "order_id",
                                message.header("order").orElseThrow())
                        .identifiedBy(message.properties().messageId().orElseThrow()))
                .on(exchange, "#", handled::add));
        String id = UUID.randomUUID().toString();

        raw.publish(
                exchange,
                "legacy.order",
                RawClient.withHeaders(Map.of("order", "A-7"))
                        .builder()
                        .messageId(id)
                        .build(),
                new byte[0]);

        DomainEvent event = nextEvent();
        assertThat(event.id("order_id")).isEqualTo("A-7");
        assertThat(event.eventId()).isEqualTo(id);
        assertThat(event.routingKey()).isEqualTo("legacy.order");
    }

    @Test
    void direct_and_fanout_exchanges_are_consumed() throws Exception {
        String direct = rabbit.name("direct");
        String fanout = rabbit.name("fanout");
        start(spec().exchange(Exchange.direct(direct))
                .exchange(Exchange.fanout(fanout))
                .on(direct, "user.created", handled::add)
                .on(fanout, "#", handled::add));

        raw.publish(direct, "user.deleted", "{\"user_id\":1}");
        raw.publish(direct, "user.created", "{\"user_id\":2}");
        raw.publish(fanout, "anything", "{\"user_id\":3}");

        assertThat(List.of(nextEvent().longId("user_id"), nextEvent().longId("user_id")))
                .containsExactlyInAnyOrder(2L, 3L);
    }

    @Test
    void events_of_one_entity_are_handled_one_at_a_time_and_in_order() throws Exception {
        BlockingQueue<Long> versions = new LinkedBlockingQueue<>();
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        start(spec().on(exchange, "#", event -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            versions.add(event.version().orElseThrow());
            atOnce.decrementAndGet();
        }));

        for (long version = 1; version <= 300; version++) {
            raw.publish(
                    exchange,
                    "user.updated",
                    RawClient.withHeaders(Map.of("tidings-version", version)),
                    "{\"user_id\":1}".getBytes(UTF_8));
        }

        for (long version = 1; version <= 300; version++) {
            assertThat(versions.poll(15, TimeUnit.SECONDS)).isEqualTo(version);
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void a_slow_entity_does_not_hold_up_the_acknowledgement_of_others() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        start(spec().concurrency(2).on(exchange, "#", event -> {
            if (event.longId("user_id") == 1) {
                release.await();
            }
            handled.add(event);
        }));

        raw.publish(exchange, "user.created", "{\"user_id\":1}");
        for (int i = 0; i < 20; i++) {
            raw.publish(exchange, "user.created", "{\"user_id\":2}");
        }
        for (int i = 0; i < 20; i++) {
            assertThat(nextEvent().longId("user_id")).isEqualTo(2);
        }
        release.countDown();

        assertThat(nextEvent().longId("user_id")).isEqualTo(1);
    }

    @Test
    void what_was_not_started_when_a_group_closes_is_handled_by_the_next_instance() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ConsumerGroup first = start(spec().concurrency(1).on(exchange, "#", event -> {
            handled.add(event);
            started.countDown();
            release.await();
        }));
        for (int i = 0; i < 250; i++) {
            raw.publish(
                    exchange,
                    "user.created",
                    RawClient.withId(UUID.randomUUID().toString()),
                    ("{\"user_id\":" + i + "}").getBytes(UTF_8));
        }
        assertThat(started.await(15, TimeUnit.SECONDS)).isTrue();
        Thread closing = new Thread(first::close);
        closing.start();
        release.countDown();
        closing.join();

        start(spec().on(exchange, "#", handled::add));

        await().atMost(Duration.ofSeconds(20))
                .until(() -> handled.stream()
                                .map(event -> event.longId("user_id"))
                                .distinct()
                                .count()
                        == 250);
    }

    @Test
    void a_group_waits_in_words_for_an_exchange_of_others_and_starts_when_it_comes() throws Exception {
        String others = rabbit.name("others");
        ConsumerGroup waiting = spec().exchange(Exchange.topic(others).existing())
                .on(others, "#", handled::add)
                .start(broker);

        await().atMost(Duration.ofSeconds(10))
                .until(() -> waiting.health().words().contains("no exchange '" + others + "'"));
        assertThat(waiting.health().state()).isEqualTo(Health.State.WAITING);
        assertThatThrownBy(() -> waiting.awaitConsuming(Duration.ofMillis(50)))
                .isInstanceOf(TidingsException.class)
                .hasMessageContaining("does not consume within PT0.05S")
                .hasMessageContaining("no exchange '" + others + "'");
    }

    @Test
    void an_observer_that_throws_changes_nothing() throws Exception {
        start(spec().observing(verdict -> {
                    throw new IllegalStateException("observer");
                })
                .on(exchange, "#", handled::add));

        raw.publish(exchange, "user.created", "{\"user_id\":1}");
        raw.publish(exchange, "user.created", "{\"user_id\":2}");

        assertThat(List.of(nextEvent().longId("user_id"), nextEvent().longId("user_id")))
                .containsExactlyInAnyOrder(1L, 2L);
    }
}

package dev.tidings.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConsumerGroupTest extends OnRabbitMq {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    @Override
    RabbitMq rabbit() {
        return rabbit;
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

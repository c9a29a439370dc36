package dev.tidings.publisher;

import static dev.tidings.publisher.EventPublisher.Outcome.ROUTED;
import static dev.tidings.publisher.EventPublisher.Outcome.UNROUTED;
import static dev.tidings.publisher.PublisherFixture.Difference.KEEPS_EVENTS;
import static dev.tidings.publisher.PublisherFixture.Difference.ORDER_PER_ENTITY;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;
import dev.tidings.testkit.proxy.Direction;
import dev.tidings.testkit.proxy.FaultyProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many events are outstanding, and each gets its own outcome. */
interface ManyAtOncePromises extends PublisherPromises {
    int THREADS = 4;
    int EACH = 2_500;
    int ENTITIES = 50;

    @Test
    default void routed_and_unrouted_events_of_several_threads_are_told_apart_one_by_one() throws Exception {
        String exchange = name("mixed");
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        try (RawQueue queue = queue(exchange).boundTo(exchange, "topic", "user.created");
                EventPublisher publisher = open(EventPublisher.to(exchange).window(500))) {
            Map<DomainEvent, CompletableFuture<EventPublisher.Outcome>> told = new ConcurrentHashMap<>();
            CompletableFuture.allOf(IntStream.range(0, THREADS)
                            .mapToObj(thread -> new Random(seed + thread))
                            .map(random -> inThread(() -> publishMixed(publisher, random, told)))
                            .toArray(CompletableFuture[]::new))
                    .join();

            long mismatches = told.entrySet().stream()
                    .filter(each -> each.getValue().join() != expected(each.getKey()))
                    .count();
            List<String> held = queue.takeIds();
            System.out.printf(
                    "row 12, %s (-Dtidings.seed=%d): published %,d, routed %,d, mismatches %d%n",
                    getClass().getSimpleName(), seed, told.size(), held.size(), mismatches);
            assertThat(mismatches).isZero();
            assertThat(held)
                    .containsExactlyInAnyOrderElementsOf(told.keySet().stream()
                            .filter(event -> expected(event) == ROUTED)
                            .map(DomainEvent::eventId)
                            .toList());
        }
    }

    private static CompletableFuture<Void> inThread(Runnable work) {
        return CompletableFuture.runAsync(work, each -> new Thread(each, "publishing").start());
    }

    private void publishMixed(
            EventPublisher publisher, Random random, Map<DomainEvent, CompletableFuture<EventPublisher.Outcome>> told) {
        for (int i = 0; i < EACH; i++) {
            DomainEvent event = event(random.nextInt(3) == 0 ? "user.created" : "user.deleted", i);
            told.put(event, publisher.publishAsync(event));
        }
    }

    private static EventPublisher.Outcome expected(DomainEvent event) {
        return event.type().equals("user.created") ? ROUTED : UNROUTED;
    }

    @Test
    default void the_same_event_at_the_same_time_is_published_each_time_with_its_one_id() throws Exception {
        String exchange = name("same");
        try (RawQueue queue = everythingTo(exchange);
                EventPublisher publisher = open(exchange)) {
            DomainEvent event = event("user.created", 1);
            var first = publisher.publishAsync(event);
            var second = publisher.publishAsync(event);

            assertThat(List.of(first.join(), second.join())).containsOnly(ROUTED);
            assertThat(queue.takeIds()).containsExactly(event.eventId(), event.eventId());
        }
    }

    @Test
    default void the_same_event_at_the_same_time_is_unrouted_each_time() {
        try (EventPublisher publisher = open(name("same-unrouted"))) {
            DomainEvent event = event("user.created", 1);
            var first = publisher.publishAsync(event);
            var second = publisher.publishAsync(event);

            assertThat(List.of(first.join(), second.join())).containsOnly(UNROUTED);
        }
    }

    @Test
    default void a_continuation_may_publish_again() throws Exception {
        String exchange = name("again");
        try (RawQueue queue = everythingTo(exchange);
                EventPublisher publisher = open(EventPublisher.to(exchange).window(1))) {
            CompletableFuture<EventPublisher.Outcome> last = publisher
                    .publishAsync(event("user.created", 1))
                    .thenApply(first -> publisher.publish(event("user.created", 2)))
                    .thenCompose(second -> publisher.publishAsync(event("user.created", 3)));

            assertThat(last).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(ROUTED);
            assertThat(queue.takeIds()).hasSize(3);
        }
    }

    @Test
    default void events_of_one_thread_keep_their_order_on_a_healthy_link() throws Exception {
        String exchange = name("order");
        try (RawQueue queue = everythingTo(exchange);
                EventPublisher publisher = open(EventPublisher.to(exchange).window(100))) {
            List<String> published = new ArrayList<>();
            List<CompletableFuture<EventPublisher.Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                DomainEvent event = event("user.created", i % ENTITIES);
                published.add(event.eventId());
                outcomes.add(publisher.publishAsync(event));
            }

            assertThat(outcomes)
                    .allSatisfy(outcome -> assertThat(outcome.join()).isEqualTo(ROUTED));
            List<String> arrived = queue.takeIds();
            if (differs(ORDER_PER_ENTITY)) {
                assertThat(perEntity(arrived, published)).isEqualTo(perEntity(published, published));
            } else {
                assertThat(arrived).isEqualTo(published);
            }
        }
    }

    /** The ids of each entity, in their order; the one that was published as the n-th is of entity n modulo {@link #ENTITIES}. */
    private static Map<Integer, List<String>> perEntity(List<String> ids, List<String> published) {
        return ids.stream().collect(groupingBy(id -> published.indexOf(id) % ENTITIES));
    }

    @Test
    default void no_more_than_the_window_is_outstanding() throws Exception {
        String exchange = name("window");
        try (FaultyProxy proxy = FaultyProxy.inFrontOf(uri());
                Broker broker = Broker.connect(proxy.through(uri())).awaitConnected(Duration.ofSeconds(10));
                RawQueue queue = everythingTo(exchange);
                EventPublisher publisher = open(EventPublisher.to(exchange).window(10), broker)) {
            assertThat(publisher.publish(event("user.created", 0))).isEqualTo(ROUTED);
            proxy.stall(Direction.TO_CLIENT);
            AtomicInteger accepted = new AtomicInteger();
            List<CompletableFuture<EventPublisher.Outcome>> outcomes = Collections.synchronizedList(new ArrayList<>());
            CompletableFuture<Void> publishing = inThread(() -> {
                for (int i = 1; i <= 30; i++) {
                    outcomes.add(publisher.publishAsync(event("user.created", i)));
                    accepted.incrementAndGet();
                }
            });

            queue.awaitCount(11);
            int expected = differs(KEEPS_EVENTS) ? 30 : 10;
            await().during(Duration.ofMillis(500)).until(() -> accepted.get() == expected && queue.count() == 11);
            proxy.heal();

            assertThat(publishing).succeedsWithin(Duration.ofSeconds(10));
            assertThat(outcomes)
                    .hasSize(30)
                    .allSatisfy(outcome -> assertThat(outcome.join()).isEqualTo(ROUTED));
            assertThat(queue.takeIds()).hasSize(31).doesNotHaveDuplicates();
        }
    }
}

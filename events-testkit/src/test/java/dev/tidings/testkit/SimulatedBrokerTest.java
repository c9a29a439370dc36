package dev.tidings.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.broker.Health;
import dev.tidings.broker.NotPublishedException;
import dev.tidings.broker.internal.Delivery;
import dev.tidings.broker.internal.Queue;
import dev.tidings.broker.internal.Topology;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.DeadLetters;
import dev.tidings.consumer.FailurePolicy;
import dev.tidings.consumer.Handled;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.EventFormat;
import dev.tidings.events.Exchange;
import dev.tidings.events.TidingsException;
import dev.tidings.publisher.EventPublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class SimulatedBrokerTest {
    private final SimulatedBroker broker = SimulatedBroker.create();
    private final List<String> story = new ArrayList<>();

    private static DomainEvent order(String type) {
        return DomainEvent.of(type, "order_id", 7);
    }

    @Test
    void services_talk_to_each_other_in_one_thread() {
        EventPublisher shop = EventPublisher.to("shop").open(broker);
        EventPublisher invoices = EventPublisher.to("invoices").requireRoute().open(broker);
        ConsumerGroup.named("billing")
                .on("shop", "order.placed", event -> {
                    story.add("invoice");
                    invoices.publish(DomainEvent.of("invoice.sent", "order_id", event.longId("order_id")));
                    story.add("invoiced");
                })
                .start(broker);
        ConsumerGroup.named("delivery")
                .on("invoices", "#", event -> story.add("deliver"))
                .start(broker);

        EventPublisher.Outcome outcome = shop.publish(order("order.placed"));

        assertThat(outcome).isEqualTo(EventPublisher.Outcome.ROUTED);
        assertThat(story).containsExactly("invoice", "invoiced", "deliver");
        assertThat(shop.publish(order("order.lost"))).isEqualTo(EventPublisher.Outcome.UNROUTED);
    }

    @Test
    void several_groups_under_test_share_a_broker_and_its_time() {
        EventPublisher shop = EventPublisher.to("shop").open(broker);
        TestGroup billing = TestGroup.of(
                ConsumerGroup.named("billing")
                        .onFailure(FailurePolicy.retryAfter(Duration.ofSeconds(5)))
                        .on("shop", "#", event -> {
                            throw new IllegalStateException("always");
                        }),
                broker);
        TestGroup search =
                TestGroup.of(ConsumerGroup.named("search").on("shop", "#", event -> story.add("found")), broker);

        shop.publish(order("order.placed"));
        search.advance(Duration.ofSeconds(5));

        assertThat(billing.handled())
                .extracting(Handled::verdict)
                .containsExactly(Handled.Verdict.RETRY_LATER, Handled.Verdict.DEAD);
        assertThat(search.handled()).extracting(Handled::verdict).containsExactly(Handled.Verdict.DONE);
        assertThat(search.deadLetters()).isEmpty();
        assertThat(DeadLetters.of("billing", broker).redrive().sent()).isEqualTo(1);
        assertThat(billing.handled()).hasSize(3);
        assertThat(story).containsExactly("found");
    }

    @Test
    void what_is_delivered_to_one_group_does_not_reach_others() {
        TestGroup billing =
                TestGroup.of(ConsumerGroup.named("billing").on("shop", "#", event -> story.add("billing")), broker);
        TestGroup search =
                TestGroup.of(ConsumerGroup.named("search").on("shop", "#", event -> story.add("search")), broker);

        billing.deliver("shop", order("order.placed"));

        assertThat(story).containsExactly("billing");
        assertThat(search.handled()).isEmpty();
    }

    @Test
    void what_was_published_before_a_group_came_waits_only_if_its_queue_was_there() {
        EventPublisher shop = EventPublisher.to("shop").open(broker);
        ConsumerGroup.Spec billing = ConsumerGroup.named("billing").on("shop", "#", event -> story.add(event.type()));
        shop.publish(order("order.placed"));
        billing.start(broker).close();
        shop.publish(order("order.paid"));

        billing.start(broker);

        assertThat(story).containsExactly("order.paid");
    }

    @Test
    void time_within_a_handler_is_the_time_that_it_takes() {
        TestGroup billing = TestGroup.of(
                ConsumerGroup.named("billing").concurrency(2).on("shop", "#", event -> {
                    story.add("begin " + event.id("order_id"));
                    broker.advance(Duration.ofSeconds(1));
                    story.add("end " + event.id("order_id"));
                }),
                broker);

        billing.deliverAll(
                "shop",
                List.of(DomainEvent.of("order.placed", "order_id", 1), DomainEvent.of("order.placed", "order_id", 2)));

        assertThat(story).containsExactly("begin 1", "begin 2", "end 2", "end 1");
    }

    @Test
    void a_redelivery_is_counted_where_the_channel_ended_and_where_it_was_given_back() {
        List<Delivery> deliveries = new ArrayList<>();
        var subscription = broker.transport()
                .subscribe("work", 10, Topology.of(List.of(Queue.deadLetters("work"))), deliveries::add);
        subscription.start();
        broker.stage()
                .act(() -> broker.routing()
                        .queue("work")
                        .orElseThrow()
                        .add(EventFormat.standard().write(order("order.placed"), "")));

        deliveries.get(0).epoch().giveBack(1);
        subscription.renew("the test wants it so");

        assertThat(deliveries).extracting(Delivery::redeliveries).containsExactly(0, 1, 2);
    }

    @Test
    void what_a_broker_would_close_the_channel_for_fails_the_test() {
        List<Delivery> deliveries = new ArrayList<>();
        ConsumerGroup.named("billing").on("shop", "#", event -> {}).start(broker);
        broker.transport()
                .subscribe("billing.dead", 10, Topology.of(), deliveries::add)
                .start();
        broker.stage()
                .act(() -> broker.routing()
                        .queue("billing.dead")
                        .orElseThrow()
                        .add(EventFormat.standard().write(order("order.placed"), "")));
        deliveries.get(0).epoch().acknowledge(1);

        assertThatThrownBy(
                        () -> broker.stage().act(() -> deliveries.get(0).epoch().acknowledge(1)))
                .hasMessageContaining("delivery 1 of queue billing.dead is not open");
        assertThatThrownBy(() -> broker.advance(Duration.ZERO)).isInstanceOf(AssertionError.class);
        broker.advance(Duration.ZERO);
    }

    @Test
    void another_thread_is_refused_while_one_is_at_work_and_the_test_is_told() {
        EventPublisher shop = EventPublisher.to("shop").open(broker);
        ConsumerGroup.named("billing")
                .onFailure(FailurePolicy.retryAfter())
                .on(
                        "shop",
                        "order.placed",
                        event -> CompletableFuture.runAsync(() -> shop.publish(order("order.paid")))
                                .join())
                .start(broker);

        assertThatThrownBy(() -> shop.publish(order("order.placed")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("for one thread at a time")
                .hasMessageContaining("publish, deliver and advance in the test's own thread");
        assertThat(DeadLetters.of("billing", broker).peek(1))
                .singleElement()
                .satisfies(letter -> assertThat(letter.exception()).isEqualTo(CompletionException.class.getName()));
    }

    @Test
    void what_never_comes_to_rest_fails_the_test() {
        EventPublisher shop = EventPublisher.to("shop").open(broker);
        ConsumerGroup.named("billing")
                .on("shop", "#", event -> shop.publish(order("order.placed")))
                .start(broker);

        assertThatThrownBy(() -> shop.publish(order("order.placed"))).hasMessageContaining("there is no end after");
    }

    @Test
    void what_a_broker_would_not_declare_is_refused() {
        EventPublisher shop = EventPublisher.to("shop").open(broker);

        assertThat(shop.health().state()).isEqualTo(Health.State.UP);
        assertThatThrownBy(() -> EventPublisher.to(Exchange.direct("shop")).open(broker))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a broker would refuse to declare")
                .hasMessageContaining("describe it the same way");
    }

    @Test
    void an_exchange_of_others_is_taken_to_be_there() {
        EventPublisher legacy =
                EventPublisher.to(Exchange.fanout("legacy").existing()).open(broker);
        ConsumerGroup.named("billing")
                .exchange(Exchange.fanout("legacy").existing())
                .on("legacy", "#", event -> story.add(event.type()))
                .start(broker);

        legacy.publish(order("order.placed"));

        assertThat(story).containsExactly("order.placed");
    }

    @Test
    void the_dead_letters_of_a_group_that_never_was_cannot_be_read() {
        assertThatThrownBy(() -> DeadLetters.of("nobody", broker).peek(1))
                .isInstanceOf(TidingsException.class)
                .hasMessageContaining("nobody.dead");
    }

    @Test
    void a_main_goes_on_and_what_is_closed_is_closed() {
        EventPublisher shop = EventPublisher.to("shop").open(broker.awaitConnected(Duration.ofSeconds(1)));
        ConsumerGroup billing =
                ConsumerGroup.named("billing").on("shop", "#", event -> {}).start(broker);
        broker.awaitShutdown();
        assertThat(broker.health().state()).isEqualTo(Health.State.UP);

        broker.close();
        broker.close();

        assertThat(broker.health().state()).isEqualTo(Health.State.DOWN);
        assertThat(billing.health().state()).isEqualTo(Health.State.DOWN);
        assertThatThrownBy(() -> shop.publish(order("order.placed")))
                .isInstanceOf(NotPublishedException.class)
                .hasMessageContaining("the publisher is closed");
    }

    @Test
    void time_goes_forward_only() {
        assertThatThrownBy(() -> broker.advance(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("forward only");
    }
}

package dev.tidings.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.broker.internal.ConfirmedPublisher;
import dev.tidings.broker.internal.Delivery;
import dev.tidings.broker.internal.Queue;
import dev.tidings.broker.internal.QueueReader;
import dev.tidings.broker.internal.Subscription;
import dev.tidings.broker.internal.Topology;
import dev.tidings.broker.internal.Verdict;
import dev.tidings.events.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What publishers and groups rely on, of a broker and of one that is simulated. */
abstract class TransportPromises extends OnTransport {

    @Test
    void a_topic_exchange_compares_words_and_a_message_comes_once_however_many_bindings_match() throws Exception {
        consume(100, queue(Exchange.topic(exchange), "order.*", "#.paid", "user.#", "*.x.#"));
        ConfirmedPublisher publisher = publisher(Topology.of(Exchange.topic(exchange)));
        Map<String, Boolean> keys = Map.of(
                "order.placed", true,
                "order.paid", true,
                "order", false,
                "order.eu.placed", false,
                "paid", true,
                "a.b.paid", true,
                "user", true,
                "user.a.b", true,
                "a.x", true,
                "x.a", false);

        keys.forEach((key, matches) -> assertThat(publish(publisher, exchange, key))
                .as(key)
                .isEqualTo(matches ? Verdict.Kind.ROUTED : Verdict.Kind.UNROUTED));

        assertThat(bodies(next(7)))
                .containsExactlyInAnyOrder("order.placed", "order.paid", "paid", "a.b.paid", "user", "user.a.b", "a.x");
        assertNothingComes();
    }

    @Test
    void a_direct_exchange_compares_whole_keys() throws Exception {
        consume(100, queue(Exchange.direct(exchange), "order.placed"));
        ConfirmedPublisher publisher = publisher(Topology.of(Exchange.direct(exchange)));

        assertThat(publish(publisher, exchange, "order.placed")).isEqualTo(Verdict.Kind.ROUTED);
        assertThat(publish(publisher, exchange, "order.placed.eu")).isEqualTo(Verdict.Kind.UNROUTED);
    }

    @Test
    void a_fanout_takes_every_key() throws Exception {
        consume(100, queue(Exchange.fanout(exchange), "#"));
        ConfirmedPublisher publisher = publisher(Topology.of(Exchange.fanout(exchange)));

        assertThat(publish(publisher, exchange, "anything")).isEqualTo(Verdict.Kind.ROUTED);
        assertThat(next().message().routingKey()).isEqualTo("anything");
    }

    @Test
    void what_an_exchange_cannot_route_goes_to_its_alternate() throws Exception {
        String rest = name("rest");
        Exchange first = Exchange.topic(exchange).alternate(rest);
        consume(100, queue(Exchange.topic(rest), "#"));
        ConfirmedPublisher publisher = publisher(Topology.of(first));

        assertThat(publish(publisher, exchange, "order.placed")).isEqualTo(Verdict.Kind.ROUTED);
        assertThat(next().message().exchange()).isEqualTo(exchange);
    }

    @Test
    void a_retired_binding_is_taken_away() throws Exception {
        Exchange shop = Exchange.topic(exchange);
        consume(100, queue(shop, "order.#")).close();
        Topology retired = new Topology(
                List.of(shop),
                List.of(),
                List.of(),
                List.of(new Topology.Binding(work, exchange, "order.#")),
                List.of());
        consume(100, retired);

        assertThat(publish(publisher(Topology.of(shop)), exchange, "order.placed"))
                .isEqualTo(Verdict.Kind.UNROUTED);
    }

    @Test
    void the_default_exchange_leads_to_the_queue_of_that_name_or_nowhere() throws Exception {
        consume(100, queue(Exchange.topic(exchange)));
        ConfirmedPublisher publisher = publisher();

        assertThat(publish(publisher, "", work)).isEqualTo(Verdict.Kind.ROUTED);
        assertThat(publish(publisher, "", name("nobody"))).isEqualTo(Verdict.Kind.UNROUTED);
        assertThat(next().message().exchange()).isEmpty();
    }

    @Test
    void what_has_waited_in_a_delay_queue_comes_through_the_default_exchange_with_its_headers() throws Exception {
        String slow = name("slow");
        String fast = name("fast");
        Topology delays = Topology.of(List.of(
                Queue.delay(slow, Duration.ofMillis(1_500), work), Queue.delay(fast, Duration.ofMillis(300), work)));
        consume(100, queue(Exchange.topic(exchange)).and(delays));
        ConfirmedPublisher publisher = publisher();

        assertThat(publish(publisher, "", slow)).isEqualTo(Verdict.Kind.ROUTED);
        assertThat(publish(publisher, "", fast)).isEqualTo(Verdict.Kind.ROUTED);
        pass(Duration.ofSeconds(2));

        List<Delivery> both = next(2);
        assertThat(bodies(both)).containsExactly(fast, slow);
        assertThat(both).allSatisfy(delivery -> {
            assertThat(delivery.message().exchange()).isEmpty();
            assertThat(delivery.message().routingKey()).isEqualTo(work);
            assertThat(delivery.message().headers()).containsEntry("kept", 7);
            assertThat(delivery.redeliveries()).isZero();
        });
    }

    @Test
    void there_is_never_more_at_hand_than_asked_for_and_each_acknowledgement_makes_room() throws Exception {
        consume(3, queue(Exchange.topic(exchange)));
        fill(5);

        List<Delivery> first = next(3);
        assertThat(bodies(first)).isEqualTo(numbers(1, 3));
        assertNothingComes();
        first.get(2).epoch().acknowledgeUpTo(first.get(1).tag());

        assertThat(bodies(next(2))).isEqualTo(numbers(4, 5));
    }

    @Test
    void what_is_given_back_comes_again_before_the_rest() throws Exception {
        consume(2, queue(Exchange.topic(exchange)));
        fill(4);

        next(2).forEach(delivery -> delivery.epoch().giveBack(delivery.tag()));
        List<Delivery> again = next(2);
        again.forEach(delivery -> delivery.epoch().acknowledge(delivery.tag()));

        assertThat(bodies(again)).isEqualTo(numbers(1, 2));
        assertThat(again)
                .allSatisfy(delivery -> assertThat(delivery.redeliveries())
                        .as("counted, except by RabbitMQ 4.3")
                        .isBetween(0, 1));
        assertThat(bodies(next(2))).isEqualTo(numbers(3, 4));
    }

    @Test
    void on_a_new_channel_all_that_was_not_settled_comes_again_in_its_order_and_is_counted() throws Exception {
        Subscription subscription = consume(10, queue(Exchange.topic(exchange)));
        fill(4);
        List<Delivery> first = next(4);
        first.get(1).epoch().acknowledge(first.get(1).tag());

        subscription.renew("the test wants it so");
        List<Delivery> again = next(3);

        assertThat(bodies(again)).containsExactly("1", "3", "4");
        assertThat(again).extracting(Delivery::redeliveries).containsOnly(1);
        assertThat(again).extracting(Delivery::tag).containsExactly(1L, 2L, 3L);
        assertThat(first.get(0).epoch().isOpen()).isFalse();
        first.get(0).epoch().acknowledge(first.get(0).tag());
        subscription.renew("once more");
        assertThat(bodies(next(3))).containsExactly("1", "3", "4");
    }

    @Test
    void what_is_at_hand_when_another_number_is_pulled_does_not_count_for_that() throws Exception {
        Subscription subscription = consume(2, queue(Exchange.topic(exchange)));
        fill(5);
        List<Delivery> first = next(2);
        assertNothingComes();

        subscription.pull(1);
        Delivery third = next();

        assertThat(body(third)).isEqualTo("3");
        assertNothingComes();
        first.get(0).epoch().acknowledge(first.get(0).tag());
        assertNothingComes();
        third.epoch().acknowledge(third.tag());
        assertThat(body(next())).isEqualTo("4");
    }

    @Test
    void consumers_of_one_queue_share_it() throws Exception {
        consume(2, queue(Exchange.topic(exchange)));
        Subscription other = transport.subscribe(work, 2, queue(Exchange.topic(exchange)), theirs -> {});
        other.start();
        assertThat(other.await(Duration.ofSeconds(20))).isTrue();

        fill(6);
        List<Delivery> ours = next(2);
        assertNothingComes();
        other.close();
        ours.forEach(delivery -> delivery.epoch().acknowledge(delivery.tag()));

        List<Delivery> rest = next(2);
        rest.forEach(delivery -> delivery.epoch().acknowledge(delivery.tag()));
        rest = new ArrayList<>(rest);
        rest.addAll(next(2));
        rest.addAll(ours);
        assertThat(bodies(rest)).containsExactlyInAnyOrderElementsOf(numbers(1, 6));
    }

    @Test
    void a_reader_puts_back_what_it_did_not_acknowledge_in_its_order() throws Exception {
        consume(1, queue(Exchange.topic(exchange))).close();
        fill(4);

        try (QueueReader reader = transport.read(work)) {
            assertThat(reader.depth()).isEqualTo(4);
            List<Delivery> read = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                read.add(reader.next().orElseThrow());
            }
            assertThat(reader.next()).isEmpty();
            read.get(1).epoch().acknowledge(read.get(1).tag());
        }

        try (QueueReader reader = transport.read(work)) {
            assertThat(reader.depth()).isEqualTo(3);
            assertThat(List.of(reader.next(), reader.next(), reader.next()))
                    .extracting(delivery -> body(delivery.orElseThrow()))
                    .containsExactly("1", "3", "4");
        }
    }
}

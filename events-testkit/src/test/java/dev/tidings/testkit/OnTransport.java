package dev.tidings.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.broker.Broker;
import dev.tidings.broker.internal.ConfirmedPublisher;
import dev.tidings.broker.internal.Delivery;
import dev.tidings.broker.internal.Queue;
import dev.tidings.broker.internal.Subscription;
import dev.tidings.broker.internal.Topology;
import dev.tidings.broker.internal.Transport;
import dev.tidings.broker.internal.Verdict;
import dev.tidings.events.Exchange;
import dev.tidings.events.MessageProperties;
import dev.tidings.events.RawMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** Publishers and subscriptions on a transport, with names of their own. */
abstract class OnTransport {
    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private Broker broker;
    Transport transport;
    String exchange;
    String work;
    private String dead;

    /** A name that is free at the broker. */
    abstract String name(String word);

    abstract Broker connect();

    /** Lets time pass, where it does not by itself. */
    abstract void pass(Duration time);

    @BeforeEach
    void open(TestInfo test) {
        String suffix = Integer.toHexString(test.getDisplayName().hashCode());
        exchange = name("shop-" + suffix);
        work = name("work-" + suffix);
        dead = name("dead-" + suffix);
        broker = connect();
        transport = Transport.of(broker);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    final ConfirmedPublisher publisher(Topology topology) {
        return transport.publisher(
                new ConfirmedPublisher.Settings("test", 100, Duration.ofSeconds(10), Duration.ofSeconds(4)), topology);
    }

    final ConfirmedPublisher publisher() {
        return publisher(Topology.of());
    }

    final Topology queue(Exchange exchange, String... patterns) {
        List<Topology.Binding> bindings = new ArrayList<>();
        for (String pattern : patterns) {
            bindings.add(new Topology.Binding(work, exchange.name(), pattern));
        }
        return new Topology(
                List.of(exchange),
                List.of(Queue.deadLetters(dead), Queue.work(work, dead)),
                bindings,
                List.of(),
                List.of());
    }

    final Subscription consume(int prefetch, Topology topology) throws InterruptedException {
        Subscription subscription = transport.subscribe(work, prefetch, topology, deliveries::add);
        subscription.start();
        assertThat(subscription.await(Duration.ofSeconds(20))).isTrue();
        return subscription;
    }

    private static RawMessage message(String exchange, String routingKey) {
        return new RawMessage(
                exchange,
                routingKey,
                MessageProperties.none().messageId(UUID.randomUUID().toString()),
                Map.of("kept", 7),
                routingKey.getBytes(UTF_8));
    }

    static Verdict.Kind publish(ConfirmedPublisher publisher, String exchange, String routingKey) {
        return publisher.publish(message(exchange, routingKey)).join().kind();
    }

    /** Puts so many into the queue, with their number as the body. */
    final void fill(int count) {
        ConfirmedPublisher publisher = publisher();
        for (int i = 1; i <= count; i++) {
            RawMessage numbered = new RawMessage(
                    "",
                    work,
                    MessageProperties.none().messageId(UUID.randomUUID().toString()),
                    Map.of(),
                    String.valueOf(i).getBytes(UTF_8));
            assertThat(publisher.publish(numbered).join().kind()).isEqualTo(Verdict.Kind.ROUTED);
        }
    }

    final Delivery next() throws InterruptedException {
        Delivery next = deliveries.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("a delivery").isNotNull();
        return next;
    }

    final List<Delivery> next(int count) throws InterruptedException {
        List<Delivery> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(next());
        }
        return all;
    }

    final void assertNothingComes() throws InterruptedException {
        assertThat(deliveries.poll(300, TimeUnit.MILLISECONDS)).isNull();
    }

    static String body(Delivery delivery) {
        return new String(delivery.message().body(), UTF_8);
    }

    static List<String> bodies(List<Delivery> deliveries) {
        return deliveries.stream().map(OnTransport::body).toList();
    }

    static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(String::valueOf).toList();
    }
}

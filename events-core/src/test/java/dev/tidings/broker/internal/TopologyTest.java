package dev.tidings.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.tidings.events.Exchange;
import dev.tidings.testkit.broker.RabbitMq;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TopologyTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static Connection connection;

    @BeforeAll
    static void connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(rabbit.uri());
        connection = factory.newConnection("topology test");
    }

    @AfterAll
    static void close() throws IOException {
        connection.close();
    }

    /** What declaring it failed with, if it did. */
    private static Optional<Throwable> failure(Topology topology) throws IOException {
        Channel channel = connection.createChannel();
        BrokerDialect dialect = BrokerDialect.of(connection.getServerProperties());
        Throwable failure = catchThrowable(() -> topology.declare(channel, dialect));
        channel.abort();
        return Optional.ofNullable(failure);
    }

    private static Topology group(String name, String exchange) {
        rabbit.alsoDelete(name + ".dead", name + ".retry.1s");
        return new Topology(
                List.of(Exchange.topic(exchange)),
                List.of(
                        Queue.deadLetters(name + ".dead"),
                        Queue.work(name, name + ".dead"),
                        Queue.delay(name + ".retry.1s", Duration.ofSeconds(1), name)),
                List.of(new Topology.Binding(name, exchange, "user.*")),
                List.of(),
                List.of());
    }

    private static GetResponse next(Channel channel, String queue) {
        return await().atMost(Duration.ofSeconds(10))
                .until(() -> Optional.ofNullable(channel.basicGet(queue, false)), Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void declaring_it_again_changes_nothing() throws Exception {
        Topology topology = group(rabbit.name("again"), rabbit.name("again-exchange"));

        assertThat(failure(topology)).isEmpty();
        assertThat(failure(topology)).isEmpty();
    }

    @Test
    void a_message_goes_from_the_delay_queue_to_the_group_and_from_there_to_the_dead_letters() throws Exception {
        String name = rabbit.name("onward");
        assertThat(failure(group(name, rabbit.name("onward-exchange")))).isEmpty();
        try (Channel channel = connection.createChannel()) {
            channel.basicPublish("", name + ".retry.1s", null, new byte[] {7});

            channel.basicReject(next(channel, name).getEnvelope().getDeliveryTag(), false);

            assertThat(next(channel, name + ".dead").getBody()).containsExactly(7);
        }
    }

    /** Declared again with the same arguments it is the same; with one of them less, the broker refuses. */
    @Test
    void a_queue_of_copies_has_the_arguments_that_are_frozen() throws Exception {
        String name = rabbit.name("copies");
        Map<String, Object> frozen = Map.of(
                "x-queue-type", "quorum",
                "x-delivery-limit", 2_000_000_000,
                "x-overflow", "drop-head",
                "x-max-length", 1_000_000,
                "x-max-length-bytes", 1_000_000_000);

        assertThat(failure(Topology.of(List.of(Queue.copies(name))))).isEmpty();

        assertThat(declaring(name, frozen)).isNull();
        for (String argument : frozen.keySet()) {
            Map<String, Object> others = new HashMap<>(frozen);
            others.remove(argument);
            assertThat(declaring(name, others)).as("without %s", argument).isNotNull();
        }
    }

    private static Throwable declaring(String queue, Map<String, Object> arguments) throws IOException {
        Channel channel = connection.createChannel();
        Throwable failure = catchThrowable(() -> channel.queueDeclare(queue, true, false, false, arguments));
        channel.abort();
        return failure;
    }

    @Test
    void a_queue_with_other_arguments_is_explained() throws Exception {
        String name = rabbit.name("other");
        try (Channel channel = connection.createChannel()) {
            channel.queueDeclare(name, true, false, false, Map.of());
        }

        Throwable failure = failure(group(name, rabbit.name("other-exchange"))).orElseThrow();

        assertThat(Causes.inWords(failure))
                .contains("the broker closed the channel: PRECONDITION_FAILED")
                .contains("'" + name + "'")
                .contains("it exists with other arguments: delete it when it is empty, or use another name");
        assertThat(Causes.isLasting(failure)).isTrue();
    }

    @Test
    void an_exchange_of_others_is_checked_and_never_declared() throws Exception {
        String name = rabbit.name("theirs");
        Topology topology = Topology.of(Exchange.topic(name).existing());

        assertThat(Causes.inWords(failure(topology).orElseThrow()))
                .contains("no exchange '" + name + "'")
                .contains("create it first");
        try (Channel channel = connection.createChannel()) {
            channel.exchangeDeclare(name, "fanout", false);
        }
        assertThat(failure(topology)).isEmpty();
    }
}

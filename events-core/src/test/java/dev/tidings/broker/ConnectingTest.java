package dev.tidings.broker;

import static dev.tidings.testkit.proxy.Direction.TO_CLIENT;
import static dev.tidings.testkit.proxy.Direction.TO_SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.internal.ConfirmedPublisher;
import dev.tidings.broker.internal.Topology;
import dev.tidings.broker.internal.Transport;
import dev.tidings.events.TidingsException;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.proxy.Ending;
import dev.tidings.testkit.proxy.FaultyProxy;
import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections through thick and thin. Whatever happens, no password is in a log line, in words or in an exception. */
@Tag("slow")
class ConnectingTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String CANARY = "canary-4f1d9a";

    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private EveryLog logs;
    private FaultyProxy proxy;

    @BeforeEach
    void listen() {
        logs = new EveryLog();
        URI direct = URI.create(rabbit.uri());
        proxy = FaultyProxy.to(direct.getHost(), direct.getPort() < 0 ? 5672 : direct.getPort());
    }

    @AfterEach
    void no_password_was_told() {
        proxy.close();
        logs.close();
        assertThat(logs.lines()).isNotEmpty().noneMatch(line -> line.contains(CANARY) || line.contains("guest:guest"));
        assertThat(said).noneMatch(words -> words.contains(CANARY) || words.contains("guest:guest"));
    }

    /** The broker's URI with another host and port, credentials and virtual host kept. */
    private static String at(String hostAndPort) {
        return rabbit.uri().replaceFirst("^amqp://(.*@)?[^/]*", "amqp://$1" + hostAndPort);
    }

    private String throughTheProxy() {
        return at("127.0.0.1:" + proxy.port());
    }

    private String words(Broker broker) {
        String words = broker.health().words();
        said.add(words);
        said.add(broker.toString());
        return words;
    }

    private void awaitWords(Broker broker, String part) {
        await().atMost(SOON).until(() -> words(broker), words -> words.contains(part));
        assertThat(broker.health().state()).isEqualTo(Health.State.WAITING);
    }

    private static Duration timed(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void health_tells_before_during_and_after_a_connection() {
        Broker broker = Broker.connect(rabbit.uri());
        assertThat(words(broker)).containsAnyOf("connecting to ", "connected to ");

        broker.awaitConnected(SOON);
        assertThat(broker.health().state()).isEqualTo(Health.State.UP);
        assertThat(words(broker)).startsWith("connected to 127.0.0.1:").endsWith(", RabbitMQ");

        broker.close();
        assertThat(broker.health()).isEqualTo(Health.down("closed"));
        broker.close();
    }

    @Test
    void a_service_starts_without_its_broker_and_connects_when_it_comes() {
        proxy.refuse();
        try (Broker broker = Broker.connect(throughTheProxy())) {
            awaitWords(broker, "nobody listens there");
            assertThatThrownBy(() -> broker.awaitConnected(Duration.ofMillis(100)))
                    .isInstanceOf(TidingsException.class)
                    .hasMessageContaining("not connected to amqp://127.0.0.1:" + proxy.port())
                    .hasMessageContaining("start the broker, or correct the URI")
                    .satisfies(failure -> said.add(failure.getMessage()));
            assertThat(broker.health().state()).isEqualTo(Health.State.WAITING);

            proxy.heal();

            broker.awaitConnected(SOON);
        }
    }

    @Test
    void attempts_become_seldom_while_the_broker_is_away() {
        try (FaultyProxy counting = FaultyProxy.to("127.0.0.1", 1);
                Broker broker = Broker.connect("amqp://127.0.0.1:" + counting.port())) {
            // Pauses of at least 50, 100, 200, 400 and 800 ms, for each of two connections.
            await().pollDelay(Duration.ofMillis(1_500)).until(() -> counting.accepted() > 2);
            assertThat(counting.accepted()).isLessThanOrEqualTo(12);
            assertThat(broker.health().state()).isEqualTo(Health.State.WAITING);
        }
    }

    @Test
    void a_connection_that_stood_is_replaced_by_a_single_attempt() {
        try (Broker broker = Broker.connect(throughTheProxy()).awaitConnected(SOON)) {
            for (int times = 1; times <= 3; times++) {
                await().pollDelay(Duration.ofMillis(300))
                        .until(() -> broker.health().state() == Health.State.UP);
                assertThat(cutAndReconnected(broker)).isPositive();
            }
        }
    }

    @Test
    void a_connection_that_dies_as_soon_as_it_stands_is_replaced_less_and_less_often() {
        try (Broker broker = Broker.connect(throughTheProxy()).awaitConnected(SOON)) {
            Duration last = Duration.ZERO;
            for (int times = 1; times <= 5; times++) {
                last = cutAndReconnected(broker);
            }
            assertThat(last).isGreaterThan(Duration.ofMillis(400));
        }
    }

    /** How long it took; one attempt for each of the two connections was enough. */
    private Duration cutAndReconnected(Broker broker) {
        int before = proxy.accepted();
        Duration back = timed(() -> {
            proxy.cut(Ending.RST);
            await().atMost(SOON).until(() -> proxy.accepted() >= before + 2);
            broker.awaitConnected(SOON);
        });
        System.out.println("ConnectingTest: back " + back.toMillis() + " ms after a reset");
        assertThat(proxy.accepted()).isEqualTo(before + 2);
        return back;
    }

    @Test
    void a_wrong_password_is_said_and_seldom_tried_again() {
        String wrong = throughTheProxy().replaceFirst("//.*@", "//guest:" + CANARY + "@");
        try (Broker broker = Broker.connect(wrong)) {
            awaitWords(broker, "the broker refused the credentials; check user and password");
            await().pollDelay(Duration.ofSeconds(3)).until(() -> true);

            assertThat(proxy.accepted())
                    .as("one attempt for each of two connections")
                    .isEqualTo(2);
            assertThatThrownBy(() -> broker.awaitConnected(Duration.ofMillis(10)))
                    .hasMessageContaining("refused the credentials")
                    .satisfies(failure -> said.add(failure.getMessage()));
        }
    }

    @Test
    void a_password_from_elsewhere_is_asked_for_at_each_connection() {
        AtomicInteger asked = new AtomicInteger();
        Broker.Spec spec = Broker.at(throughTheProxy()).credentials("guest", () -> {
            asked.incrementAndGet();
            return "guest";
        });
        said.add(spec.toString());
        try (Broker broker = spec.connect().awaitConnected(SOON)) {
            assertThat(asked).hasValue(2);

            assertThat(cutAndReconnected(broker)).isPositive();

            assertThat(asked).hasValue(4);
        }
    }

    @Test
    void a_virtual_host_that_is_not_there_is_named() {
        try (Broker broker = Broker.connect(rabbit.uri().replaceFirst("(//[^/]*)(/.*)?$", "$1/no-such-host"))) {
            awaitWords(broker, "vhost no-such-host not found; check that the virtual host exists");
        }
    }

    @Test
    void a_host_name_that_nobody_knows_is_named() {
        try (Broker broker = Broker.connect(at("rabbit.invalid:5672"))) {
            awaitWords(broker, "the host name rabbit.invalid is not known");
        }
    }

    @Test
    void of_two_nodes_the_one_that_lives_is_used() {
        for (int i = 0; i < 5; i++) {
            try (Broker broker = Broker.at(at("127.0.0.1:1"), throughTheProxy()).connect()) {
                broker.awaitConnected(SOON);
                assertThat(words(broker)).contains(":" + proxy.port());
            }
        }
    }

    @Test
    void connect_returns_at_once_and_close_is_quick_whatever_the_broker_does() {
        proxy.stall(TO_SERVER, TO_CLIENT);
        assertQuick("a handshake that never ends", throughTheProxy());
        assertQuick("nobody there", at("127.0.0.1:1"));
        proxy.heal();
        try (Broker broker = Broker.connect(throughTheProxy()).awaitConnected(SOON)) {
            ConfirmedPublisher publisher = Transport.of(broker)
                    .publisher(
                            new ConfirmedPublisher.Settings("stalled", 1, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                            Topology.of());
            Transport.of(broker).closesPublisher(publisher::close);
            await().atMost(SOON).until(publisher::isUp);
            proxy.stall(TO_SERVER, TO_CLIENT);
            Duration closing = timed(broker::close);
            System.out.println("ConnectingTest: closed in " + closing.toMillis() + " ms on a stalled link");
            assertThat(closing)
                    .as("far from a heartbeat or a deadline of the client")
                    .isLessThan(SOON);
        }
    }

    private static void assertQuick(String what, String uri) {
        long start = System.nanoTime();
        Broker broker = Broker.connect(uri);
        Duration connecting = Duration.ofNanos(System.nanoTime() - start);
        Duration closing = timed(broker::close);
        System.out.println("ConnectingTest: " + what + ": connect " + connecting.toMillis() + " ms, close "
                + closing.toMillis() + " ms");
        assertThat(connecting).as(what).isLessThan(SOON);
        assertThat(closing).as(what).isLessThan(SOON);
    }
}

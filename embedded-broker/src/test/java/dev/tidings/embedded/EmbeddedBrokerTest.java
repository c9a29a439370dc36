package dev.tidings.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.ConnectionFactory;
import dev.tidings.events.TidingsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EmbeddedBrokerTest {
    @Test
    void a_plain_client_connects_with_the_uri_and_gets_back_what_it_published() throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Client client = Client.of(broker)) {
            client.queue("first").publish("first", "hello");

            assertThat(Client.text(client.take("first"))).isEqualTo("hello");
        }
    }

    @Test
    void two_brokers_in_one_jvm_do_not_see_each_other() throws IOException {
        try (EmbeddedBroker one = EmbeddedBroker.start();
                EmbeddedBroker other = EmbeddedBroker.start();
                Client here = Client.of(one);
                Client there = Client.of(other)) {
            here.queue("only-here");

            assertThat(Client.refusal(() -> there.channel.queueDeclarePassive("only-here")))
                    .contains("not found");
        }
    }

    @Test
    void closing_twice_frees_the_port_and_ends_all_threads() throws IOException {
        Set<Thread> before = nonDaemonThreads();
        EmbeddedBroker broker = EmbeddedBroker.start();
        int port = Client.factory(broker.uri()).getPort();
        try (Client client = Client.of(broker)) {
            client.queue("any");

            broker.close();
            broker.close();

            await().until(() -> !client.connection.isOpen());
        }
        try (ServerSocket listening = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(listening.getLocalPort()).isEqualTo(port);
        }
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Set<Thread> left = nonDaemonThreads();
            left.removeAll(before);
            assertThat(left).isEmpty();
        });
    }

    @Test
    void a_chosen_port_is_in_the_uri_and_a_taken_one_is_named() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            int taken = Client.factory(broker.uri()).getPort();

            assertThat(broker.uri()).isEqualTo("amqp://guest:guest@127.0.0.1:" + taken);
            assertThatThrownBy(() -> EmbeddedBroker.inMemory().port(taken).start())
                    .isInstanceOf(TidingsException.class)
                    .hasMessageContaining("Port " + taken)
                    .hasMessageContaining("choose another port");
        }
    }

    @Test
    void a_port_that_cannot_be_is_refused_before_anything_starts() {
        assertThatThrownBy(() -> EmbeddedBroker.inMemory().port(70_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("70000");
    }

    @Test
    void another_virtual_host_is_refused_by_name() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            ConnectionFactory factory = Client.factory(broker.uri());
            factory.setVirtualHost("shop");

            assertThat(Client.refusal(factory::newConnection)).contains("404").contains("'shop'");
        }
    }

    @Test
    void a_wrong_password_is_refused() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            ConnectionFactory factory = Client.factory(broker.uri());
            factory.setPassword("wrong");

            assertThat(Client.refusal(factory::newConnection)).contains("Authentication failed");
        }
    }

    @Test
    void heartbeats_channels_and_frames_are_about_those_of_rabbitmq() throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Client client = Client.of(broker)) {
            assertThat(client.connection.getHeartbeat()).isEqualTo(60);
            assertThat(client.connection.getChannelMax()).isEqualTo(2_047);
            assertThat(client.connection.getFrameMax()).isBetween(131_072, 262_144);
        }
    }

    @Test
    void the_text_form_names_the_port_and_no_password() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            assertThat(broker.toString())
                    .contains("127.0.0.1:")
                    .contains("in memory")
                    .doesNotContain("guest");
        }
    }

    @Test
    void nothing_is_written_into_the_working_directory() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            assertThat(broker.uri()).isNotEmpty();
        }
        assertThat(Path.of("derby.log")).doesNotExist();
        assertThat(Path.of("work")).doesNotExist();
    }

    @Test
    void a_class_loader_of_the_callers_thread_that_sees_nothing_does_no_harm() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(),
                        Client.factory(broker.uri()).getPort())) {
            assertThat(socket.isConnected()).isTrue();
            assertThat(thread.getContextClassLoader()).isSameAs(ClassLoader.getPlatformClassLoader());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void a_failed_timer_task_cannot_halt_the_jvm() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            assertThat(broker.uri()).isNotEmpty();
            // Qpid halts the JVM only where there is none
            assertThat(Thread.getDefaultUncaughtExceptionHandler()).isNotNull();
        }
    }

    private static Set<Thread> nonDaemonThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon() && !thread.getName().startsWith("awaitility"))
                .collect(Collectors.toSet());
    }
}

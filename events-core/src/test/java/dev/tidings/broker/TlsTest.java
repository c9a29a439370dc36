package dev.tidings.broker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.testkit.broker.RabbitMq;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    @TempDir
    static Path directory;

    private static Certificate right;
    private static Certificate wrong;
    private static TlsTerminator terminator;

    @BeforeAll
    static void listen() throws Exception {
        right = Certificate.of("localhost", directory);
        wrong = Certificate.of("elsewhere.example", directory);
        terminator = new TlsTerminator(right.owned(), plainPort());
    }

    @AfterAll
    static void close() throws Exception {
        terminator.close();
    }

    private static InetSocketAddress plainPort() {
        URI uri = URI.create(rabbit.uri());
        return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 5672 : uri.getPort());
    }

    /** The broker's URI with another scheme, host and port, credentials and virtual host kept. */
    private static String uri(String scheme, int port) {
        return rabbit.uri().replaceFirst("^amqp://(.*@)?[^/]*", scheme + "://$1localhost:" + port);
    }

    private static String wordsAfterTheFirstAttempt(Broker broker) {
        return await().atMost(12, SECONDS)
                .until(() -> broker.health().words(), words -> words.startsWith("no connection to "));
    }

    @Test
    void a_trusted_certificate_for_this_host_name_connects() throws Exception {
        try (Broker broker =
                Broker.at(uri("amqps", terminator.port())).tls(right.trusted()).connect()) {
            broker.awaitConnected(Duration.ofSeconds(10));

            assertThat(broker.health().state()).isEqualTo(Health.State.UP);
        }
    }

    @Test
    void a_certificate_for_another_host_name_is_refused() throws Exception {
        try (TlsTerminator elsewhere = new TlsTerminator(wrong.owned(), plainPort());
                Broker broker = Broker.at(uri("amqps", elsewhere.port()))
                        .tls(wrong.trusted())
                        .connect()) {
            assertThat(wordsAfterTheFirstAttempt(broker))
                    .contains("TLS failed: ")
                    .contains("No subject alternative DNS name matching localhost found")
                    .contains("check the certificate's host name and who signed it");
            assertThat(broker.health().state()).isEqualTo(Health.State.WAITING);
        }
    }

    @Test
    void a_certificate_that_nobody_known_has_signed_is_refused() {
        try (Broker broker = Broker.connect(uri("amqps", terminator.port()))) {
            assertThat(wordsAfterTheFirstAttempt(broker))
                    .contains("TLS failed: ")
                    .contains("unable to find valid certification path")
                    .contains("who signed it");
        }
    }

    @Test
    void plain_amqp_to_a_port_with_tls_is_refused_and_named() {
        try (Broker broker = Broker.connect(uri("amqp", terminator.port()))) {
            assertThat(wordsAfterTheFirstAttempt(broker))
                    .endsWith("what answers there does not speak AMQP; if that port is one with TLS, use amqps://");
        }
    }

    @Test
    void tls_to_a_plain_port_is_refused_and_named() {
        try (Broker broker = Broker.connect(uri("amqps", plainPort().getPort()))) {
            assertThat(wordsAfterTheFirstAttempt(broker))
                    .endsWith("what answers there does not speak TLS; use amqp://, or the port with TLS");
        }
    }
}

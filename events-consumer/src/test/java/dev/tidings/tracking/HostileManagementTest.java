package dev.tidings.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidings.events.TidingsException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Something that is not RabbitMQ's management, or does not behave, where it is expected. */
@Tag("slow")
@Timeout(60)
class HostileManagementTest {
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private RabbitMqBindings bindings;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.start();
        bindings = RabbitMqBindings.at("http://127.0.0.1:" + server.getAddress().getPort())
                .credentials("watcher", () -> "swordfish");
    }

    @AfterEach
    void close() {
        over.countDown();
        server.stop(0);
        executor.shutdownNow();
    }

    private void answer(int status, String body) {
        server.createContext("/api/", exchange -> {
            exchange.sendResponseHeaders(status, body.isEmpty() ? -1 : 0);
            write(exchange, body);
        });
    }

    private static void write(HttpExchange exchange, String body) throws IOException {
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body.getBytes(UTF_8));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | <html></html>          | gave no answer that can be read",
                "200 | ''                     | answered, but with no list",
                "200 | {}                     | answered, but with no list",
                "401 | {\"error\":\"no\"}     | refused the credentials of user 'watcher'",
                "404 | ''                     | knows no such virtual host",
                "500 | swordfish              | answered with status 500",
                "204 | ''                     | answered with status 204"
            })
    void an_answer_that_is_none_is_told_in_words_and_without_the_password(int status, String body, String words) {
        answer(status, body);

        assertThatThrownBy(bindings::listeners)
                .isInstanceOf(TidingsException.class)
                .hasMessageContaining(words)
                .hasMessageNotContaining("swordfish");
    }

    @Test
    void parts_of_another_shape_are_no_listeners_of_anything_that_is_published() {
        answer(200, "[1, null, [], {}, {\"source\": {\"a\": 1}, \"destination\": [2], \"routing_key\": null}]");

        assertThat(bindings.listeners()).noneMatch(listener -> listener.hears("users", "user.created"));
    }

    @Test
    void a_redirect_is_not_followed() {
        AtomicInteger followed = new AtomicInteger();
        server.createContext("/elsewhere", exchange -> {
            followed.incrementAndGet();
            exchange.sendResponseHeaders(200, 0);
            write(exchange, "[]");
        });
        server.createContext("/api/", exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });

        assertThatThrownBy(bindings::listeners).hasMessageContaining("answered with status 302");
        assertThat(followed).hasValue(0);
    }

    @Test
    void an_answer_without_end_is_not_read_to_its_end() {
        server.createContext("/api/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = "[".repeat(100_000).getBytes(UTF_8);
            try (OutputStream out = exchange.getResponseBody()) {
                while (over.getCount() > 0) {
                    out.write(much);
                }
            }
        });

        assertThatThrownBy(bindings::listeners).hasMessageContaining("its answer has more than 64000000 bytes");
    }

    @Test
    void an_answer_that_never_ends_in_time_is_given_up() {
        server.createContext("/api/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('[');
            exchange.getResponseBody().flush();
            awaitEnd();
        });

        assertThatThrownBy(bindings::listeners).hasMessageContaining("did not answer within PT10S");
    }

    private void awaitEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void nobody_there_is_told_in_words() {
        server.stop(0);

        assertThatThrownBy(bindings::listeners)
                .isInstanceOf(TidingsException.class)
                .hasMessageContaining("could not be asked");
    }

    @Test
    void a_url_that_cannot_be_is_refused_and_not_shown() throws Exception {
        SSLContext context = SSLContext.getDefault();

        assertThatThrownBy(() -> RabbitMqBindings.at("http://watcher:swordfish@rabbit"))
                .hasMessageContaining("the URL of rabbit has credentials in it")
                .hasMessageNotContaining("swordfish");
        assertThatThrownBy(() -> RabbitMqBindings.at("amqp://watcher:swordfish@rabbit"))
                .hasMessageContaining("no URL of RabbitMQ's management")
                .hasMessageNotContaining("swordfish");
        assertThatThrownBy(() -> RabbitMqBindings.at("http://watcher:sword fish@rabbit"))
                .hasMessageContaining("that is no URL")
                .hasMessageNotContaining("fish")
                .hasNoCause();
        assertThatThrownBy(() -> RabbitMqBindings.at("http://rabbit?x=1")).hasMessageContaining("no URL of");
        assertThatThrownBy(() -> bindings.credentials("a:b", () -> "")).hasMessageContaining("ask as another user");
        assertThatThrownBy(() -> bindings.tls(context)).hasMessageContaining("use https://");
        assertThat(bindings.toString()).doesNotContain("watcher", "swordfish");
    }
}

package dev.tidings.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DockerSocketTest {
    @Test
    void an_engine_that_says_it_is_well_answers() throws Exception {
        assertThat(answersWhenServerSays("HTTP/1.0 200 OK\r\n\r\nOK")).isTrue();
    }

    @Test
    void an_engine_that_is_ill_does_not_answer() throws Exception {
        assertThat(answersWhenServerSays("HTTP/1.0 500 Oh\r\n\r\n")).isFalse();
    }

    @Test
    @Timeout(10)
    void a_socket_behind_which_nobody_speaks_costs_two_seconds() throws Exception {
        try (ServerSocket mute = listen()) {
            long before = System.nanoTime();

            assertThat(DockerSocket.answers(at(mute))).isFalse();

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void a_socket_that_does_not_exist_does_not_answer() {
        assertThat(DockerSocket.answers(Map.of("DOCKER_HOST", "unix:///nowhere")))
                .isFalse();
    }

    private static boolean answersWhenServerSays(String answer)
            throws IOException, ExecutionException, InterruptedException {
        try (ServerSocket engine = listen()) {
            CompletableFuture<Boolean> asked = CompletableFuture.supplyAsync(() -> DockerSocket.answers(at(engine)));
            try (Socket client = engine.accept()) {
                client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                return asked.get();
            }
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static Map<String, String> at(ServerSocket engine) {
        return Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + engine.getLocalPort());
    }
}

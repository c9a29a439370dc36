package dev.tidings.testkit.broker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Asks whether a Docker engine really answers, before any of Testcontainers is loaded: it takes seconds and prints pages
 * to find out that none is there.
 */
final class DockerSocket {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final byte[] PING = "GET /_ping HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private DockerSocket() {}

    static boolean answers(Map<String, String> environment) {
        return address(environment).map(DockerSocket::pings).orElse(false);
    }

    private static Optional<SocketAddress> address(Map<String, String> environment) {
        String host = environment.getOrDefault("DOCKER_HOST", "");
        if (host.startsWith("tcp://")) {
            URI uri = URI.create(host);
            return Optional.of(new InetSocketAddress(uri.getHost(), uri.getPort()));
        }
        if (host.startsWith("unix://")) {
            return socket(Path.of(host.substring("unix://".length())));
        }
        return Stream.of(
                        Path.of("/var/run/docker.sock"),
                        Path.of(environment.getOrDefault("HOME", "/"), ".docker/run/docker.sock"),
                        Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", "/"), "docker.sock"))
                .map(DockerSocket::socket)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<SocketAddress> socket(Path path) {
        return Files.exists(path) ? Optional.of(UnixDomainSocketAddress.of(path)) : Optional.empty();
    }

    private static boolean pings(SocketAddress address) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Thread asking = new Thread(() -> answer.complete(ping(address)), "tidings-docker-ping");
        asking.setDaemon(true);
        asking.start();
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            asking.interrupt(); // closes the channel it may be blocked in
        }
    }

    private static boolean ping(SocketAddress address) {
        try (SocketChannel channel = address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open()) {
            channel.connect(address);
            channel.write(ByteBuffer.wrap(PING));
            ByteBuffer head = ByteBuffer.allocate("HTTP/1.x 200".length());
            int read = channel.read(head);
            while (read >= 0 && head.hasRemaining()) {
                read = channel.read(head);
            }
            return new String(head.array(), StandardCharsets.US_ASCII).endsWith(" 200");
        } catch (IOException e) {
            return false;
        }
    }
}

package dev.tidings.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A plain client with one connection and one channel. */
final class Client implements AutoCloseable {
    /** A thread for each task: the common pool may have a single one, and the tasks of these tests wait. */
    static final Executor THREADS = task -> {
        Thread thread = new Thread(task, "test-task");
        thread.setDaemon(true);
        thread.start();
    };

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    final Connection connection;
    final Channel channel;

    private Client(Connection connection) throws IOException {
        this.connection = connection;
        this.channel = connection.createChannel();
    }

    static Client of(EmbeddedBroker broker) throws IOException {
        return at(broker.uri());
    }

    static Client at(String uri) throws IOException {
        try {
            return new Client(factory(uri).newConnection());
        } catch (TimeoutException e) {
            throw new IOException(e);
        }
    }

    static ConnectionFactory factory(String uri) {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(uri);
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
        factory.setAutomaticRecoveryEnabled(false);
        factory.setChannelRpcTimeout((int) DEADLINE.toMillis());
        return factory;
    }

    Client queue(String name, Map<String, Object> arguments) throws IOException {
        channel.queueDeclare(name, true, false, false, arguments);
        return this;
    }

    Client queue(String name) throws IOException {
        return queue(name, Map.of());
    }

    Client publish(String queue, String body) throws IOException {
        channel.basicPublish("", queue, MessageProperties.PERSISTENT_TEXT_PLAIN, bytes(body));
        return this;
    }

    /** The next message of the queue, unacknowledged. */
    GetResponse take(String queue) {
        return await().atMost(DEADLINE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> Optional.ofNullable(channel.basicGet(queue, false)), Optional::isPresent)
                .orElseThrow();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(GetResponse message) {
        return new String(message.getBody(), StandardCharsets.UTF_8);
    }

    /** What the broker replied when it closed the channel or the connection. */
    static String refusal(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(IOException.class).hasCauseInstanceOf(ShutdownSignalException.class);
        return String.valueOf(Objects.requireNonNull(thrown.getCause()).getMessage());
    }

    @Override
    public void close() {
        connection.abort();
    }
}

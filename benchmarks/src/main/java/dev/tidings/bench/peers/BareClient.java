package dev.tidings.bench.peers;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.tidings.bench.Site;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The AMQP client used directly, as well as we know how: a window of confirms, {@code mandatory}, message ids, a quorum queue,
 * consumers that acknowledge many at a time. A connection is opened when it is needed first. For use by one thread.
 */
public final class BareClient implements Closeable {
    /** As many as a group of ours has handlers. */
    public static final int THREADS = 8;

    private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");

    private final ConnectionFactory factory = new ConnectionFactory();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final List<Closeable> parts = new ArrayList<>();
    private @Nullable Connection publishing;
    private @Nullable Connection consuming;

    public BareClient(String uri) throws Exception {
        factory.setUri(uri);
        factory.setAutomaticRecoveryEnabled(false);
    }

    private Connection publishing() throws IOException, TimeoutException {
        if (publishing == null) {
            publishing = factory.newConnection("bench publishing");
        }
        return publishing;
    }

    private Connection consuming() throws IOException, TimeoutException {
        if (consuming == null) {
            consuming = factory.newConnection(threads, "bench consuming");
        }
        return consuming;
    }

    public void declare(String exchange, String queue) throws IOException, TimeoutException {
        try (Channel channel = publishing().createChannel()) {
            channel.exchangeDeclare(exchange, "topic", true);
            channel.queueDeclare(queue, true, false, false, QUORUM);
            channel.queueBind(queue, exchange, "#");
        }
    }

    public void delete(String exchange, String... queues) throws IOException, TimeoutException {
        try (Channel channel = publishing().createChannel()) {
            for (String queue : queues) {
                channel.queueDelete(queue);
            }
            channel.exchangeDelete(exchange);
        }
    }

    /** Takes out what waits in a queue. */
    public void purge(String queue) throws IOException, TimeoutException {
        try (Channel channel = publishing().createChannel()) {
            channel.queuePurge(queue);
        }
    }

    /** A channel with at most {@code window} unconfirmed. */
    public BarePublisher publisher(int window) throws IOException, TimeoutException {
        return new BarePublisher(publishing(), new Confirms(window));
    }

    /** Publishes with at most {@code window} unconfirmed, and returns when all are confirmed. */
    public void publish(Supplier<BasicProperties> properties, String exchange, int events, int window)
            throws Exception {
        publish(properties, exchange, i -> Site.TYPE, events, window);
    }

    /** The same, each event with a routing key of its own. */
    public void publish(
            Supplier<BasicProperties> properties,
            String exchange,
            IntFunction<String> routingKey,
            int events,
            int window)
            throws Exception {
        byte[] body = Site.body();
        try (BarePublisher publisher = publisher(window)) {
            for (int i = 0; i < events; i++) {
                publisher.publish(exchange, routingKey.apply(i), properties.get(), body);
            }
            publisher.awaitAll();
        }
    }

    /** Consumes on one channel, acknowledging many at a time; the listener is called for each delivery. */
    public void consume(String queue, int prefetch, Listener listener) throws IOException, TimeoutException {
        parts.add(BareConsumer.of(consuming(), queue, prefetch, listener));
    }

    /** The same on as many channels as a group of ours has handlers, each with a thread of its own, which share the prefetch. */
    public void consumeAtOnce(String queue, int prefetch, Listener listener) throws IOException, TimeoutException {
        for (int i = 0; i < THREADS; i++) {
            consume(queue, prefetch / THREADS, listener);
        }
    }

    /** Counts so many messages of a queue by routing key in a table; returns when all are. */
    public void count(String queue, int prefetch, DataSource database, String table, int messages) throws Exception {
        BareCounter.of(consuming(), queue, prefetch, database, table, messages).await();
    }

    /** Takes so many dead letters, publishes them to a queue, and acknowledges what is confirmed there; returns when all are. */
    public void redrive(String from, String to, int letters, int window) throws Exception {
        try (BareRedrive redrive = BareRedrive.start(publishing(), consuming(), from, to, letters, window)) {
            redrive.await();
        }
    }

    @Override
    public void close() throws IOException {
        for (Closeable part : parts) {
            part.close();
        }
        if (publishing != null) {
            publishing.close();
        }
        if (consuming != null) {
            consuming.close();
        }
        threads.shutdownNow();
    }
}

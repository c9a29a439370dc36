package dev.tidings.bench;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The AMQP client used directly, as well as we know how: a window of confirms, {@code mandatory}, message ids, a quorum queue, a
 * consumer that acknowledges many at a time. For use by one thread.
 */
public final class BareClient implements AutoCloseable {
    private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");

    private final Connection publishing;
    private final Connection consuming;
    private final Channel channel;
    private final List<BareConsumer> consumers = new ArrayList<>();
    private volatile String unrouted = "";

    public BareClient(String uri) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        factory.setAutomaticRecoveryEnabled(false);
        publishing = factory.newConnection("bench publishing");
        consuming = factory.newConnection("bench consuming");
        channel = publishing.createChannel();
    }

    void declare(String exchange, String queue) throws IOException {
        channel.exchangeDeclare(exchange, "topic", true);
        channel.queueDeclare(queue, true, false, false, QUORUM);
        channel.queueBind(queue, exchange, "#");
    }

    public void delete(String exchange, String queue) throws IOException {
        deleteQueue(queue);
        channel.exchangeDelete(exchange);
    }

    public void deleteQueue(String queue) throws IOException {
        channel.queueDelete(queue);
    }

    /** Takes out what waits in a queue. */
    public void purge(String queue) throws IOException {
        channel.queuePurge(queue);
    }

    /** Publishes with at most {@code window} unconfirmed, and returns when all are confirmed. */
    void publish(Supplier<BasicProperties> properties, String exchange, int events, int window) throws Exception {
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
        publish(properties, exchange, routingKey, Site.body(), events, window);
    }

    /** The same with another body. */
    public void publish(
            Supplier<BasicProperties> properties,
            String exchange,
            IntFunction<String> routingKey,
            byte[] body,
            int events,
            int window)
            throws Exception {
        Confirms confirms = new Confirms(window);
        try (Channel channel = publishing.createChannel()) {
            channel.confirmSelect();
            channel.addConfirmListener(confirms::confirmed, confirms::refused);
            channel.addReturnListener(confirms::returned);
            for (int i = 0; i < events; i++) {
                confirms.await();
                channel.basicPublish(exchange, routingKey.apply(i), true, properties.get(), body);
            }
            confirms.awaitAll();
        }
    }

    /** From here on {@link #publishAndWait} may be called, by one thread. */
    void confirming() throws IOException {
        channel.confirmSelect();
        channel.addReturnListener(message -> unrouted = message.getRoutingKey());
    }

    /** Publishes one, and returns when it is confirmed. */
    boolean publishAndWait(String exchange, String routingKey, byte[] body) throws Exception {
        channel.basicPublish(exchange, routingKey, true, least(), body);
        channel.waitForConfirmsOrDie(60_000);
        if (!unrouted.isEmpty()) {
            throw new IllegalStateException("no queue for " + unrouted);
        }
        return true;
    }

    /** What a message must have for its consumer to recognise it. */
    public static BasicProperties least() {
        return recognisable().build();
    }

    /** All that our events have. */
    static BasicProperties asOurs() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return recognisable()
                .type(Site.TYPE)
                .timestamp(Date.from(now))
                .headers(Map.of("tidings-occurred-at", now.toString()))
                .build();
    }

    private static BasicProperties.Builder recognisable() {
        return new BasicProperties.Builder()
                .deliveryMode(2)
                .contentType("application/json")
                .messageId(UUID.randomUUID().toString());
    }

    /** Consumes, acknowledging many at a time; the handler is called for each delivery. */
    public void consume(String queue, int prefetch, Runnable handler) throws IOException {
        consumers.add(BareConsumer.of(consuming, queue, prefetch, handler));
    }

    @Override
    public void close() throws IOException {
        consumers.forEach(BareConsumer::close);
        publishing.close();
        consuming.close();
    }
}

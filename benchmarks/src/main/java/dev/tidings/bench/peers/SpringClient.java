package dev.tidings.bench.peers;

import dev.tidings.bench.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;

/**
 * Spring AMQP with the same guarantees: correlated confirms and {@code mandatory}, a listener container that acknowledges after the
 * listener. For use by one thread, where not said otherwise.
 *
 * <p>The settings are the best of those that were tried on two cores, by what JVM and broker together take of the processors for an
 * event: 1, 2, 4 and 8 listeners, of which one cost least and four and eight a quarter more; 25, 100 and 1,000 channels in the cache;
 * acknowledgements by hundreds.
 */
public final class SpringClient implements AutoCloseable {
    private static final int LISTENERS = 1;
    private static final int PREFETCH = Site.PREFETCH;
    private static final int TOGETHER = 100;
    private static final int CHANNELS = 100;

    private final CachingConnectionFactory connections;
    private final RabbitTemplate template;
    private volatile String trouble = "";
    private @Nullable AbstractMessageListenerContainer container;

    /** Which of its containers consumes. */
    public enum Container {
        SIMPLE,
        DIRECT
    }

    public SpringClient(String uri) {
        connections = new CachingConnectionFactory(URI.create(uri));
        connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
        connections.setPublisherReturns(true);
        // A channel is not used again before its confirm; with the usual 25, most are closed and opened anew.
        connections.setChannelCacheSize(CHANNELS);
        template = new RabbitTemplate(connections);
        template.setMandatory(true);
        template.setUsePublisherConnection(true);
        template.setReturnsCallback(returned -> trouble = "no queue for " + returned.getRoutingKey());
    }

    /** Publishes with at most {@code window} unconfirmed, and returns when all are confirmed. */
    public void publish(String exchange, int events, int window) throws InterruptedException {
        byte[] body = Site.body();
        Semaphore places = new Semaphore(window);
        for (int i = 0; i < events; i++) {
            places.acquire();
            CorrelationData correlation = new CorrelationData(UUID.randomUUID().toString());
            var unused = correlation.getFuture().whenComplete((confirm, failure) -> {
                if (failure != null || !confirm.ack()) {
                    trouble = "not confirmed: " + correlation.getId();
                }
                places.release();
            });
            send(exchange, body, correlation);
        }
        if (!places.tryAcquire(window, 60, TimeUnit.SECONDS) || !trouble.isEmpty()) {
            throw new IllegalStateException("not all was confirmed. " + trouble);
        }
    }

    private void send(String exchange, byte[] body, CorrelationData correlation) {
        MessageProperties properties = new MessageProperties();
        properties.setMessageId(correlation.getId());
        properties.setContentType(MessageProperties.CONTENT_TYPE_JSON);
        template.send(exchange, Site.TYPE, new Message(body, properties), correlation);
    }

    /** Publishes one, and returns when it is confirmed and in a queue. Safe for use by many threads. */
    public boolean publishAndWait(String exchange) throws InterruptedException, ExecutionException, TimeoutException {
        CorrelationData correlation = new CorrelationData(UUID.randomUUID().toString());
        send(exchange, Site.body(), correlation);
        return correlation.getFuture().get(60, TimeUnit.SECONDS).ack() && correlation.getReturned() == null;
    }

    /** Consumes; the listener is called for each delivery. */
    public void consume(Container kind, String queue, Listener listener) {
        AbstractMessageListenerContainer consuming = kind == Container.SIMPLE ? simple() : direct();
        consuming.setQueueNames(queue);
        consuming.setPrefetchCount(PREFETCH);
        consuming.setMessageListener((MessageListener) message -> received(message, listener));
        consuming.afterPropertiesSet();
        consuming.start();
        container = consuming;
    }

    private static void received(Message message, Listener listener) {
        try {
            listener.received(String.valueOf(message.getMessageProperties().getMessageId()), message.getBody());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SimpleMessageListenerContainer simple() {
        SimpleMessageListenerContainer simple = new SimpleMessageListenerContainer(connections);
        simple.setConcurrentConsumers(LISTENERS);
        simple.setBatchSize(TOGETHER);
        return simple;
    }

    private DirectMessageListenerContainer direct() {
        DirectMessageListenerContainer direct = new DirectMessageListenerContainer(connections);
        direct.setConsumersPerQueue(LISTENERS);
        direct.setMessagesPerAck(TOGETHER);
        return direct;
    }

    @Override
    public void close() {
        if (container != null) {
            container.destroy();
        }
        connections.destroy();
    }
}

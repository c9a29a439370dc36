package dev.tidings.bench.growth;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import dev.tidings.bench.Site;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process that consumes with the bare client and handles several deliveries at once, in threads of its own. It acknowledges what is
 * handled without a gap: a hundred at a time, or what there is after 10 ms. It keeps no order.
 */
final class BareInstance implements AutoCloseable {
    private static final int TOGETHER = 100;
    private static final long PAUSE_MILLIS = 10;

    private final ExecutorService threads;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Connection connection;
    private final Channel channel;
    private final Runnable handler;
    private final Set<Long> handled = new HashSet<>();
    private long acknowledged;

    BareInstance(String uri, String queue, int atOnce, Runnable handler) throws Exception {
        this.handler = handler;
        threads = Executors.newFixedThreadPool(atOnce);
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        factory.setAutomaticRecoveryEnabled(false);
        connection = factory.newConnection("bench consuming");
        channel = connection.createChannel();
        channel.basicQos(Site.PREFETCH);
        channel.basicConsume(queue, false, new Receiving());
        ScheduledFuture<?> unused =
                clock.scheduleWithFixedDelay(this::acknowledge, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private final class Receiving extends DefaultConsumer {
        Receiving() {
            super(channel);
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
            threads.execute(() -> {
                handler.run();
                handled(envelope.getDeliveryTag());
            });
        }
    }

    private synchronized void handled(long tag) {
        handled.add(tag);
        if (handled.size() >= TOGETHER) {
            acknowledge();
        }
    }

    private synchronized void acknowledge() {
        long highest = acknowledged;
        while (handled.remove(highest + 1)) {
            highest++;
        }
        try {
            if (highest > acknowledged) {
                acknowledged = highest;
                channel.basicAck(highest, true);
            }
        } catch (IOException | ShutdownSignalException e) {
            throw new IllegalStateException("the channel has ended, and " + highest + " cannot be acknowledged", e);
        }
    }

    /** Lets an acknowledgement that is under way go out. */
    @Override
    public void close() throws IOException {
        threads.shutdown();
        clock.shutdown();
        try {
            boolean unused =
                    threads.awaitTermination(1, TimeUnit.SECONDS) && clock.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }
}

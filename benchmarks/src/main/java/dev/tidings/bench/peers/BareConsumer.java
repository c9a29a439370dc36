package dev.tidings.bench.peers;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** What a careful user of the bare client writes to consume: acknowledges a hundred at a time, or what there is after 10 ms. */
final class BareConsumer extends DefaultConsumer implements Closeable {
    private static final int TOGETHER = 100;
    private static final long PAUSE_MILLIS = 10;

    private final Listener listener;
    private final int together;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private long latest;
    private long acknowledged;

    private BareConsumer(Channel channel, Listener listener, int together) {
        super(channel);
        this.listener = listener;
        this.together = together;
    }

    /** Consumes a queue; the listener is called for each delivery, before it is acknowledged. */
    static BareConsumer of(Connection connection, String queue, int prefetch, Listener listener) throws IOException {
        Channel channel = connection.createChannel();
        BareConsumer consumer = new BareConsumer(channel, listener, Math.min(TOGETHER, Math.max(1, prefetch / 2)));
        ScheduledFuture<?> unused = consumer.clock.scheduleWithFixedDelay(
                consumer::acknowledgeWhatIsThere, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        channel.basicQos(prefetch);
        channel.basicConsume(queue, false, consumer);
        return consumer;
    }

    @Override
    public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body)
            throws IOException {
        listener.received(properties.getMessageId(), body);
        handled(envelope.getDeliveryTag());
    }

    private synchronized void handled(long tag) throws IOException {
        latest = tag;
        if (latest - acknowledged >= together) {
            acknowledge();
        }
    }

    private synchronized void acknowledgeWhatIsThere() {
        try {
            if (latest > acknowledged) {
                acknowledge();
            }
        } catch (IOException | ShutdownSignalException e) {
            throw new IllegalStateException("the channel has ended, and " + latest + " cannot be acknowledged", e);
        }
    }

    private void acknowledge() throws IOException {
        acknowledged = latest;
        getChannel().basicAck(latest, true);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}

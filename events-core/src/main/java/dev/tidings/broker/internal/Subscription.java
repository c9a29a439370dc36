package dev.tidings.broker.internal;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes one queue for as long as it is not closed: declares what it needs, consumes, and does so again on each new channel. A
 * channel that the broker cancelled is never used again. The listener is called on the client's thread, and must hand on at once.
 */
public final class Subscription implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Subscription.class);
    private static final Duration TICK = Duration.ofMillis(50);

    private final String queue;
    private final Topology topology;
    private final Consumer<Delivery> listener;
    private final ChannelKeeper keeper;
    private volatile @Nullable ChannelEpoch epoch;
    private volatile int prefetch;

    Subscription(Link link, String queue, int prefetch, Topology topology, Consumer<Delivery> listener) {
        this.queue = queue;
        this.prefetch = prefetch;
        this.topology = topology;
        this.listener = listener;
        this.keeper = new ChannelKeeper("consumer of " + queue, link, new Consuming());
    }

    void start() {
        keeper.start();
    }

    /** Whether deliveries can come. */
    public boolean isUp() {
        return keeper.isUp();
    }

    /** Whether deliveries could come in time. */
    public boolean await(Duration atMost) throws InterruptedException {
        return keeper.await(atMost);
    }

    /** How it is, in words. */
    public String words() {
        return keeper.isUp() ? "consuming " + queue : keeper.words();
    }

    /**
     * Has at most so many deliveries at hand that are not settled, from a moment later on; with 0 there are no new ones. Returns at
     * once.
     */
    public void pull(int atATime) {
        prefetch = atATime;
    }

    /** Stops new deliveries; those at hand can still be settled. */
    public void cancel() {
        ChannelEpoch current = epoch;
        if (current != null) {
            current.cancel();
        }
    }

    /** Ends the channel: what is not settled goes back to the queue. */
    @Override
    public void close() {
        keeper.close();
    }

    private final class Consuming implements ChannelKeeper.Use {
        @Override
        public void opened(Channel channel, Linked linked) throws IOException, TimeoutException {
            topology.declare(channel, linked.dialect());
            ChannelEpoch opened = new ChannelEpoch(channel);
            epoch = opened;
            opened.pull(prefetch);
        }

        @Override
        public void work(CountDownLatch ended) throws IOException, InterruptedException {
            ChannelEpoch current = epoch;
            while (current != null && !ended.await(TICK.toNanos(), TimeUnit.NANOSECONDS)) {
                current.pull(prefetch);
            }
        }

        @Override
        public void ended(String why) {
            epoch = null;
            log.debug("consumer of {}: what was not acknowledged is delivered again, {}", queue, why);
        }
    }

    private final class ChannelEpoch extends DefaultConsumer implements Delivery.Epoch {
        private int pulling;

        ChannelEpoch(Channel channel) {
            super(channel);
        }

        void pull(int atATime) throws IOException {
            if (atATime == pulling) {
                return;
            }
            if (pulling > 0) {
                getChannel().basicCancel(getConsumerTag());
            }
            pulling = atATime;
            if (atATime > 0) {
                getChannel().basicQos(atATime);
                getChannel().basicConsume(queue, false, this);
            }
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
            listener.accept(
                    new Delivery(AmqpMessages.message(envelope, properties, body), envelope.getDeliveryTag(), this));
        }

        @Override
        public void handleCancel(String tag) {
            log.warn("consumer of {}: cancelled by the broker, the queue was deleted or moved", queue);
            Channels.abort(getChannel());
        }

        @Override
        public void acknowledge(long tag) {
            settle(() -> getChannel().basicAck(tag, false));
        }

        @Override
        public void acknowledgeUpTo(long tag) {
            settle(() -> getChannel().basicAck(tag, true));
        }

        @Override
        public void giveBack(long tag) {
            settle(() -> getChannel().basicNack(tag, false, true));
        }

        @Override
        public boolean isOpen() {
            return getChannel().isOpen();
        }

        void cancel() {
            settle(() -> getChannel().basicCancel(getConsumerTag()));
        }

        private synchronized void settle(Settling settling) {
            try {
                settling.run();
            } catch (IOException | ShutdownSignalException e) {
                log.debug("consumer of {}: not settled, the channel has ended: {}", queue, Causes.inWords(e));
            }
        }
    }

    @FunctionalInterface
    private interface Settling {
        void run() throws IOException;
    }
}

package dev.tidings.broker.internal;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import dev.tidings.events.RawMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Consumes over a link. A channel that the broker cancelled is never used again. */
final class LinkedSubscription implements Subscription {
    private static final Logger log = LoggerFactory.getLogger(LinkedSubscription.class);
    private static final Duration TICK = Duration.ofMillis(50);
    private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();

    private final String queue;
    private final Declaration declaration;
    private final Consumer<Delivery> listener;
    private final ChannelKeeper keeper;
    private volatile @Nullable ChannelEpoch epoch;
    private volatile int prefetch;
    private volatile Optional<Depth> depth = Optional.empty();

    LinkedSubscription(Link link, String queue, int prefetch, Declaration declaration, Consumer<Delivery> listener) {
        this.queue = queue;
        this.prefetch = prefetch;
        this.declaration = declaration;
        this.listener = listener;
        this.keeper = new ChannelKeeper("consumer of " + queue, link, new Consuming());
    }

    @Override
    public void start() {
        keeper.start();
    }

    @Override
    public boolean isUp() {
        return keeper.isUp();
    }

    @Override
    public boolean await(Duration atMost) throws InterruptedException {
        return keeper.await(atMost);
    }

    @Override
    public String words() {
        return keeper.isUp() ? "consuming " + queue : keeper.words();
    }

    @Override
    public void pull(int atATime) {
        prefetch = atATime;
    }

    @Override
    public Optional<Depth> depth() {
        return depth;
    }

    @Override
    public void renew(String why) {
        ChannelEpoch current = epoch;
        if (current != null) {
            log.warn("consumer of {}: {}; opening a new channel", queue, why);
            Channels.abort(current.getChannel());
        }
    }

    @Override
    public void cancel() {
        ChannelEpoch current = epoch;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void close() {
        keeper.close();
    }

    private final class Consuming implements ChannelKeeper.Use {
        @Override
        public void opened(Channel channel, Linked linked) throws IOException, TimeoutException {
            declaration.on(channel, linked);
            ChannelEpoch opened = new ChannelEpoch(channel, linked.dialect());
            epoch = opened;
            opened.pull(prefetch);
            depth = Optional.of(opened.look());
        }

        @Override
        public void work(CountDownLatch ended) throws IOException, InterruptedException {
            ChannelEpoch current = epoch;
            long looked = System.nanoTime();
            while (current != null && !ended.await(TICK.toNanos(), TimeUnit.NANOSECONDS)) {
                current.pull(prefetch);
                if (System.nanoTime() - looked > LOOK_NANOS) {
                    depth = Optional.of(current.look());
                    looked = System.nanoTime();
                }
            }
        }

        @Override
        public void ended(String why) {
            epoch = null;
            depth = Optional.empty();
            log.debug("consumer of {}: what was not acknowledged is delivered again, {}", queue, why);
        }
    }

    private final class ChannelEpoch extends DefaultConsumer implements Delivery.Epoch {
        private final BrokerDialect dialect;
        private int pulling;

        ChannelEpoch(Channel channel, BrokerDialect dialect) {
            super(channel);
            this.dialect = dialect;
        }

        Depth look() throws IOException {
            return new Depth(getChannel().messageCount(queue), dialect.countsWhatWaits());
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
            RawMessage message = AmqpMessages.message(envelope, properties, body);
            int redeliveries = dialect.redeliveries(message, envelope.isRedeliver());
            listener.accept(new Delivery(message, envelope.getDeliveryTag(), this, redeliveries));
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

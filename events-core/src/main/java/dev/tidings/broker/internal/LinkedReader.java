package dev.tidings.broker.internal;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import dev.tidings.events.TidingsException;
import java.io.IOException;
import java.time.Duration;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a queue over a link. */
final class LinkedReader implements QueueReader {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration TO_SETTLE = Duration.ofMillis(250);
    private static final Duration TO_RETURN = Duration.ofSeconds(2);
    private static final Logger log = LoggerFactory.getLogger(LinkedReader.class);

    private final Channel channel;
    private final String queue;
    private final Delivery.Epoch epoch = new Reading();
    private final NavigableSet<Long> open = new TreeSet<>();
    private boolean settled;

    private LinkedReader(Channel channel, String queue) {
        this.channel = channel;
        this.queue = queue;
    }

    static LinkedReader open(Link link, String queue) {
        try {
            if (!link.await(CONNECT)) {
                throw new TidingsException("queue " + queue + " cannot be read: " + link.words());
            }
            Channel channel = link.await()
                    .connection()
                    .openChannel()
                    .orElseThrow(() -> new IOException("the connection has no channel left"));
            return new LinkedReader(channel, queue);
        } catch (IOException | ShutdownSignalException e) {
            throw failure(queue, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TidingsException("interrupted before queue " + queue + " could be read", e);
        }
    }

    private static TidingsException failure(String queue, Exception cause) {
        return new TidingsException("queue " + queue + " cannot be read: " + Causes.inWords(cause), cause);
    }

    @Override
    public long depth() {
        return ask(() -> channel.messageCount(queue));
    }

    @Override
    public Optional<Delivery> next() {
        return ask(() -> Optional.ofNullable(channel.basicGet(queue, false)).map(this::delivery));
    }

    private Delivery delivery(GetResponse got) {
        open.add(got.getEnvelope().getDeliveryTag());
        return new Delivery(
                AmqpMessages.message(got.getEnvelope(), got.getProps(), got.getBody()),
                got.getEnvelope().getDeliveryTag(),
                epoch,
                0);
    }

    @FunctionalInterface
    private interface Asking<T> {
        T ask() throws IOException;
    }

    private <T> T ask(Asking<T> asking) {
        try {
            return asking.ask();
        } catch (IOException | ShutdownSignalException e) {
            throw failure(queue, e);
        }
    }

    /** Waits for a moment after acknowledgements: a channel hands them to a quorum queue a few at a time, and forgets the rest when closed. */
    @Override
    public void close() {
        try {
            if (!open.isEmpty()) {
                channel.basicNack(open.last(), true, true);
                awaitDepth(open.size());
            }
            if (settled) {
                TimeUnit.NANOSECONDS.sleep(TO_SETTLE.toNanos());
            }
        } catch (IOException | ShutdownSignalException e) {
            log.debug("queue {}: what was read is put back by the end of the channel: {}", queue, Causes.inWords(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Channels.abort(channel);
        }
    }

    private void awaitDepth(int atLeast) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (channel.messageCount(queue) < atLeast && System.nanoTime() - start < TO_RETURN.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private final class Reading implements Delivery.Epoch {
        @Override
        public void acknowledge(long tag) {
            settle(() -> channel.basicAck(tag, false));
            open.remove(tag);
        }

        @Override
        public void acknowledgeUpTo(long tag) {
            settle(() -> channel.basicAck(tag, true));
            open.headSet(tag, true).clear();
        }

        @Override
        public void giveBack(long tag) {
            settle(() -> channel.basicNack(tag, false, true));
            open.remove(tag);
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        private void settle(Settling settling) {
            settled = ask(() -> {
                settling.run();
                return true;
            });
        }
    }

    @FunctionalInterface
    private interface Settling {
        void run() throws IOException;
    }
}

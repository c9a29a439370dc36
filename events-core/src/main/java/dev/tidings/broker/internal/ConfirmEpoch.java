package dev.tidings.broker.internal;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One channel's life as a publisher: its numbers, and what they stand for.
 *
 * <p>Sending is guarded by the sender's lock. Answers come on the connection's reader thread, which takes no lock and never waits.
 */
final class ConfirmEpoch {
    private final Channel channel;
    private final Linked linked;
    private final Outstanding outstanding;
    private final Map<Long, Publication> unconfirmed = new ConcurrentHashMap<>();
    private long lowest = 1;
    private boolean failed;
    private boolean wide;
    private volatile long writingSince;
    private volatile boolean nacked;
    private volatile @Nullable CompletableFuture<Boolean> awaited;

    ConfirmEpoch(Channel channel, Linked linked, Outstanding outstanding) throws IOException {
        this.channel = channel;
        this.linked = linked;
        this.outstanding = outstanding;
        channel.confirmSelect();
        channel.addConfirmListener(
                (tag, multiple) -> answered(tag, multiple, this::acked),
                (tag, multiple) -> answered(tag, multiple, this::nacked));
        channel.addReturnListener(this::returned);
        channel.addShutdownListener(cause -> tellAwaited(false));
    }

    /** Whether anybody may send on it: it has shown that it confirms, and the broker takes publishes. */
    boolean isWide() {
        return wide && !failed && !linked.isBlocked();
    }

    void widen() {
        wide = true;
    }

    /** Whether it has failed to send; then it must not be asked again. */
    boolean hasFailed() {
        return failed;
    }

    /** Done with true when the broker answers a publish from now on, with false when the channel ends first. */
    CompletableFuture<Boolean> nextAnswer() {
        CompletableFuture<Boolean> next = new CompletableFuture<>();
        awaited = next;
        if (!channel.isOpen()) {
            next.complete(false);
        }
        return next;
    }

    private void tellAwaited(boolean answered) {
        CompletableFuture<Boolean> waiting = awaited;
        if (waiting != null) {
            awaited = null;
            waiting.complete(answered);
        }
    }

    /** Hands it to the channel; false if it has its verdict already. After a failure of any kind this epoch sends nothing more. */
    boolean send(Publication publication) {
        if (!publication.handOver()) {
            return false;
        }
        long number = channel.getNextPublishSeqNo();
        unconfirmed.put(number, publication);
        writingSince = System.nanoTime() | 1;
        try {
            channel.basicPublish(
                    publication.message().exchange(),
                    publication.message().routingKey(),
                    true,
                    publication.properties(),
                    publication.message().body());
        } catch (IOException | ShutdownSignalException e) {
            failed = true;
        } catch (RuntimeException e) {
            // The client has counted it and not sent it: from here on every confirm would be off by one.
            failed = true;
            unconfirmed.remove(number);
            outstanding.settle(publication, Verdict.refused("the client refused it: " + Causes.inWords(e)));
            Channels.abort(channel);
        } finally {
            writingSince = 0;
        }
        return true;
    }

    /** How long somebody has been held up writing. */
    long nanosWriting() {
        long since = writingSince;
        return since == 0 ? 0 : System.nanoTime() - since;
    }

    /** Ends the connection, which is seen to be useless. */
    void cut(String why) {
        linked.cut(why);
    }

    /** What was sent and has no answer, in the order of sending. */
    List<Publication> unanswered() {
        return unconfirmed.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    /** What a message did to be refused, if the broker ended the channel because of one; empty while it is open, too. */
    Optional<Verdict> complaint() {
        return Optional.ofNullable(channel.getCloseReason()).flatMap(Causes::complaint);
    }

    /** Whether the broker has refused something since this was asked last. */
    boolean hasNacked() {
        boolean has = nacked;
        nacked = false;
        return has;
    }

    private void answered(long tag, boolean multiple, Consumer<Publication> answer) {
        if (multiple) {
            while (lowest <= tag) {
                answer(lowest++, answer);
            }
        } else {
            answer(tag, answer);
        }
        tellAwaited(true);
    }

    private void answer(long tag, Consumer<Publication> answer) {
        Publication publication = unconfirmed.remove(tag);
        if (publication != null) {
            answer.accept(publication);
        }
    }

    private void acked(Publication publication) {
        outstanding.settle(publication, publication.confirmed());
    }

    private void nacked(Publication publication) {
        boolean returned = publication.markRefused();
        if (linked.dialect() != BrokerDialect.QPID) {
            sendAgainLater(publication);
        } else if (returned) {
            outstanding.settle(publication, publication.unrouted());
        }
        // Else Qpid's nack announces a return. Should none come, the missing answer ends the connection.
    }

    private void sendAgainLater(Publication publication) {
        publication.sendAgainLater();
        nacked = true;
    }

    private void returned(Return message) {
        String id = message.getProperties().getMessageId();
        Publication publication = id == null ? null : outstanding.withId(id);
        if (publication == null) {
            return;
        }
        if (message.getReplyCode() == AMQP.NO_ROUTE) {
            if (publication.markReturned()) {
                outstanding.settle(publication, publication.unrouted());
            }
        } else if (publication.isRefused()) {
            // Qpid's way to say that a queue is full.
            sendAgainLater(publication);
        }
    }
}

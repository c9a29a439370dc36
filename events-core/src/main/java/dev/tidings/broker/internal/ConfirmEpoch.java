package dev.tidings.broker.internal;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One channel's life as a publisher: its numbers, and what they stand for.
 *
 * <p>Sending is guarded by the publisher's lock. Answers come on the connection's reader thread, which takes no lock and never waits.
 */
final class ConfirmEpoch {
    private final Channel channel;
    private final BrokerDialect dialect;
    private final Function<String, @Nullable Publication> outstanding;
    private final BiConsumer<Publication, Verdict> settle;
    private final Map<Long, Publication> unconfirmed = new ConcurrentHashMap<>();
    private final CompletableFuture<Boolean> firstAnswer = new CompletableFuture<>();
    private long lowest = 1;
    private boolean failed;
    private boolean wide;

    ConfirmEpoch(
            Channel channel,
            BrokerDialect dialect,
            Function<String, @Nullable Publication> outstanding,
            BiConsumer<Publication, Verdict> settle)
            throws IOException {
        this.channel = channel;
        this.dialect = dialect;
        this.outstanding = outstanding;
        this.settle = settle;
        channel.confirmSelect();
        channel.addConfirmListener(
                (tag, multiple) -> answered(tag, multiple, this::acked),
                (tag, multiple) -> answered(tag, multiple, this::nacked));
        channel.addReturnListener(this::returned);
        channel.addShutdownListener(cause -> firstAnswer.complete(false));
    }

    /** Whether anybody may send on it: it has shown that it confirms. */
    boolean isWide() {
        return wide && !failed;
    }

    void widen() {
        wide = true;
    }

    /** Done when the broker has answered one publish, or the channel has ended. */
    CompletableFuture<Boolean> firstAnswer() {
        return firstAnswer;
    }

    /** Whether it has failed to send; then it must not be asked again. */
    boolean hasFailed() {
        return failed;
    }

    /** Hands it to the channel; false if it has its verdict already. After a failure of any kind this epoch sends nothing more. */
    boolean send(Publication publication) {
        if (!publication.handOver()) {
            return false;
        }
        long number = channel.getNextPublishSeqNo();
        unconfirmed.put(number, publication);
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
            settle.accept(publication, Verdict.refused("the client refused it: " + Causes.inWords(e)));
            Channels.abort(channel);
        }
        return true;
    }

    /** What was sent and has no answer, in the order of sending. */
    List<Publication> unanswered() {
        return unconfirmed.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    private void answered(long tag, boolean multiple, Consumer<Publication> answer) {
        firstAnswer.complete(true);
        if (!multiple) {
            answer(tag, answer);
            return;
        }
        while (lowest <= tag) {
            answer(lowest++, answer);
        }
    }

    private void answer(long tag, Consumer<Publication> answer) {
        Publication publication = unconfirmed.remove(tag);
        if (publication != null) {
            answer.accept(publication);
        }
    }

    private void acked(Publication publication) {
        settle.accept(publication, publication.confirmed());
    }

    private void nacked(Publication publication) {
        boolean returned = publication.markRefused();
        if (dialect == BrokerDialect.QPID) {
            // Its nack announces a return; should none come, the missing answer ends the epoch.
            if (returned) {
                settle.accept(publication, Verdict.UNROUTED);
            }
            return;
        }
        settle.accept(
                publication,
                Verdict.unknown(
                        "the broker refused it (nack): a queue may be full, and other queues may have taken it"));
    }

    private void returned(Return message) {
        String id = message.getProperties().getMessageId();
        Publication publication = id == null ? null : outstanding.apply(id);
        if (publication != null && publication.markReturned()) {
            settle.accept(publication, Verdict.UNROUTED);
        }
    }
}

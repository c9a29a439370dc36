package dev.tidings.broker.internal;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends on one epoch after another, and keeps what waits for the next.
 *
 * <p>A new epoch begins with a single message; once that is answered, it is open to all. Where the broker ended the last one because
 * of a message, each that may be it goes alone, until the culprit is found and refused: sent together, its neighbours would end with
 * it for ever.
 */
final class Sender implements ChannelKeeper.Use {
    private static final Logger log = LoggerFactory.getLogger(Sender.class);
    private static final Duration TICK = Duration.ofMillis(50);

    private final ConfirmedPublisher.Settings settings;
    private final Declaration declaration;
    private final Outstanding outstanding;

    /** In the order of sending. Added to by everybody, taken from by whoever holds the lock. */
    private final Deque<Publication> waiting = new ConcurrentLinkedDeque<>();

    /** Guards sending. */
    private final ReentrantLock sending = new ReentrantLock();

    private final AtomicLong epochs = new AtomicLong();
    private volatile @Nullable ConfirmEpoch epoch;
    private int suspects;

    Sender(ConfirmedPublisher.Settings settings, Declaration declaration, Outstanding outstanding) {
        this.settings = settings;
        this.declaration = declaration;
        this.outstanding = outstanding;
    }

    /** Sends it now, or as soon as that is possible. May be held up while the network takes nothing. */
    void send(Publication publication) {
        waiting.addLast(publication);
        sendWaiting();
    }

    /** The epoch there is. */
    @Nullable
    ConfirmEpoch epoch() {
        return epoch;
    }

    long epochs() {
        return epochs.get();
    }

    /** Lets go of what has its verdict and will not be sent any more. */
    void forgetSettled() {
        waiting.removeIf(Publication::isSettled);
    }

    @Override
    public void opened(Channel channel, Linked linked) throws IOException, TimeoutException, InterruptedException {
        declaration.on(channel, linked);
        ConfirmEpoch next = new ConfirmEpoch(channel, linked, outstanding);
        sending.lock();
        try {
            epoch = next;
            epochs.incrementAndGet();
        } finally {
            sending.unlock();
        }
        for (int alone = Math.max(1, suspects); alone > 0; alone--) {
            CompletableFuture<Boolean> answer = next.nextAnswer();
            if (!sendNext(next)) {
                break;
            }
            if (!isAnswered(answer, linked)) {
                return;
            }
            suspects = Math.max(0, suspects - 1);
        }
        widen(next);
    }

    private boolean isAnswered(CompletableFuture<Boolean> answer, Linked linked)
            throws TimeoutException, InterruptedException {
        while (true) {
            try {
                // Twice as long as it takes to see that the connection is dead, and to replace it.
                return answer.get(2 * settings.confirmTimeout().toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (!linked.isBlocked()) {
                    throw e;
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException("an answer is a value, never a failure", e);
            }
        }
    }

    /** Sends the next one that waits; false if there is none, or the epoch has failed. */
    private boolean sendNext(ConfirmEpoch current) {
        sending.lock();
        try {
            while (!current.hasFailed()) {
                Publication next = waiting.pollFirst();
                if (next == null) {
                    return false;
                }
                if (current.send(next)) {
                    return true;
                }
            }
            return false;
        } finally {
            sending.unlock();
        }
    }

    private void widen(ConfirmEpoch current) {
        sending.lock();
        try {
            current.widen();
        } finally {
            sending.unlock();
        }
        sendWaiting();
    }

    /**
     * Sends what waits, unless somebody else is sending: then that one sends it, too. So nobody waits for a turn. To be called after
     * each hold of the lock in which somebody may have been turned away.
     */
    private void sendWaiting() {
        boolean goOn = true;
        while (goOn && !waiting.isEmpty() && sending.tryLock()) {
            try {
                ConfirmEpoch current = epoch;
                goOn = current != null && current.isWide() && sendNext(current);
            } finally {
                sending.unlock();
            }
        }
    }

    @Override
    public void work(CountDownLatch ended) throws InterruptedException {
        ConfirmEpoch current = epoch;
        boolean refused = false;
        while (current != null && !ended.await(TICK.toNanos(), TimeUnit.NANOSECONDS)) {
            sendWaiting();
            if (current.hasNacked() || refused) {
                refused = sendAgain(current);
            }
        }
    }

    /** Sends again what the broker refused and is due; whether some is left for later. */
    private boolean sendAgain(ConfirmEpoch current) {
        boolean left = false;
        for (Publication publication : outstanding.all()) {
            if (publication.isDueAgain()) {
                sendAgain(current, publication);
            }
            left |= publication.isToBeSentAgain();
        }
        sendWaiting();
        return left;
    }

    private void sendAgain(ConfirmEpoch current, Publication publication) {
        sending.lock();
        try {
            if (current.isWide()) {
                current.send(publication);
            }
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void ended(String why) {
        sending.lock();
        try {
            ConfirmEpoch last = epoch;
            epoch = null;
            if (last != null) {
                List<Publication> unknown = last.unanswered();
                log.debug("publisher {}: {} publishes unanswered, {}", settings.name(), unknown.size(), why);
                last.complaint().ifPresent(verdict -> suspect(unknown, verdict));
                putBack(unknown);
            }
        } finally {
            sending.unlock();
        }
    }

    private void suspect(List<Publication> unknown, Verdict verdict) {
        if (unknown.size() == 1) {
            outstanding.settle(unknown.get(0), verdict);
            suspects = 0;
        } else {
            suspects = unknown.size();
        }
    }

    private void putBack(List<Publication> unknown) {
        for (int i = unknown.size() - 1; i >= 0; i--) {
            unknown.get(i).backToWaiting();
            waiting.addFirst(unknown.get(i));
        }
    }
}

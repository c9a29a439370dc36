package dev.tidings.broker.internal;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.tidings.events.RawMessage;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One publish on its way to its one verdict. */
final class Publication {
    /** Pauses grow so often, to about a second: there may be room again at any time. */
    private static final int SLOWEST = 3;

    private final RawMessage message;
    private final BasicProperties properties;
    private final String id;
    private final long deadline;
    private final CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    private boolean settled;
    private boolean handedOver;
    private volatile boolean handedOverBefore;
    private int refusals;
    private volatile long unansweredSince;
    private volatile long dueAgain;
    private volatile boolean returned;
    private volatile boolean refused;

    Publication(RawMessage message, String id, long deadline) {
        this.message = message;
        this.properties = AmqpMessages.properties(message);
        this.id = id;
        this.deadline = deadline;
    }

    RawMessage message() {
        return message;
    }

    BasicProperties properties() {
        return properties;
    }

    String id() {
        return id;
    }

    CompletableFuture<Verdict> verdict() {
        return verdict;
    }

    long nanosLeft() {
        return nanosLeft(System.nanoTime());
    }

    long nanosLeft(long now) {
        return deadline - now;
    }

    /** Marks it as handed to a connection; false if it has its verdict and must not be sent any more. */
    synchronized boolean handOver() {
        if (!settled) {
            handedOverBefore = handedOver;
            handedOver = true;
            // What an earlier channel said of it is not true of this one: a queue may have been bound meanwhile.
            returned = false;
            refused = false;
            dueAgain = 0;
            unansweredSince = now();
        }
        return !settled;
    }

    /** Its channel has ended; it waits for the next one. */
    synchronized void backToWaiting() {
        unansweredSince = 0;
    }

    /** The broker refused it for now; it is sent again after a pause, unless its deadline comes first. */
    synchronized void sendAgainLater() {
        unansweredSince = 0;
        dueAgain = now() + Backoff.after(Math.min(refusals++, SLOWEST)).toNanos();
    }

    /** Whether the broker refused it and it is to be sent again. */
    boolean isToBeSentAgain() {
        return dueAgain != 0;
    }

    /** Whether it is to be sent again now. */
    boolean isDueAgain() {
        long due = dueAgain;
        return due != 0 && due - now() <= 0;
    }

    /** The broker answers nobody for now: this moment does not count as time that it owed the answer. */
    synchronized void standStill() {
        if (unansweredSince != 0) {
            unansweredSince = now();
        }
    }

    /** How long the broker has owed the answer; zero while it waits for a channel. */
    long nanosUnanswered(long now) {
        long since = unansweredSince;
        return since == 0 ? 0 : now - since;
    }

    /** Never zero, which stands for none. */
    private static long now() {
        return System.nanoTime() | 1;
    }

    /** No queue wanted it; the confirm is still to come, or has come as a nack. */
    boolean markReturned() {
        returned = true;
        return refused;
    }

    /** The broker's nack; whether it was returned before. */
    boolean markRefused() {
        refused = true;
        return returned;
    }

    /** The broker's nack has come. */
    boolean isRefused() {
        return refused;
    }

    Verdict confirmed() {
        return returned ? unrouted() : Verdict.ROUTED;
    }

    /** The broker returned it, and has confirmed that. What it did with an earlier copy, nobody knows. */
    Verdict unrouted() {
        return handedOverBefore ? Verdict.UNROUTED_AGAIN : Verdict.UNROUTED;
    }

    /** Decides, once. The future is completed by whoever was first, and only by that one. */
    synchronized boolean decide() {
        boolean first = !settled;
        settled = true;
        return first;
    }

    /** Decides without an answer: not sent or unknown, whichever is true from now on. Empty if it was decided before. */
    synchronized Optional<Verdict> giveUp(String why) {
        if (!decide()) {
            return Optional.empty();
        }
        return Optional.of(handedOver ? Verdict.unknown(why + refusals()) : Verdict.notSent(why));
    }

    private String refusals() {
        return refusals == 0
                ? ""
                : "; the broker refused it (nack) " + (refusals == 1 ? "once" : refusals + " times")
                        + ": a queue may be full, and other queues may have taken it";
    }

    synchronized boolean isSettled() {
        return settled;
    }
}

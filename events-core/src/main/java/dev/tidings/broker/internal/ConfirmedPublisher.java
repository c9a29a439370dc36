package dev.tidings.broker.internal;

import com.rabbitmq.client.Channel;
import dev.tidings.events.RawMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes with confirms and {@code mandatory}, and gives every publish one verdict.
 *
 * <p>What was sent and not answered when its channel ended is sent again, with the same {@code message_id}, on the next one: first a
 * single message, and once that is confirmed, the rest. At its deadline a publish leaves the list before its caller is told. Safe for
 * use by many threads.
 */
public final class ConfirmedPublisher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConfirmedPublisher.class);
    private static final Duration TICK = Duration.ofMillis(50);
    private static final String INTERRUPTED = "the thread was interrupted while it waited for its turn";

    /**
     * How to publish.
     *
     * @param name shown in logs
     * @param window how many may be outstanding
     * @param deadline after which a publish gets its verdict in any case
     * @param confirmTimeout after which a connection that does not answer is replaced; shorter than the deadline
     */
    public record Settings(String name, int window, Duration deadline, Duration confirmTimeout) {}

    private final Settings settings;
    private final Topology topology;
    private final ChannelKeeper keeper;
    private final Ticker.Repeated ticking;
    private final Semaphore window;
    private final Map<String, Publication> outstanding = new ConcurrentHashMap<>();

    /** Guards sending, and all below. */
    private final ReentrantLock sending = new ReentrantLock();

    private final Deque<Publication> waiting = new ArrayDeque<>();
    private @Nullable ConfirmEpoch epoch;
    private volatile @Nullable Linked linked;
    private volatile boolean closed;

    ConfirmedPublisher(Settings settings, Link link, Topology topology, Ticker clock) {
        this.settings = settings;
        this.topology = topology;
        this.window = new Semaphore(settings.window());
        this.keeper = new ChannelKeeper("publisher " + settings.name(), link, new Publishing());
        this.ticking = clock.every(TICK, this::tick);
    }

    void start() {
        keeper.start();
    }

    /**
     * Publishes. Waits while the window is full, and while the same id is outstanding.
     *
     * @return the verdict; it is completed on a thread that must not be held up
     */
    public CompletableFuture<Verdict> publish(RawMessage message) {
        String id = message.properties().messageId().orElseThrow();
        Publication publication = new Publication(
                message, id, System.nanoTime() + settings.deadline().toNanos());
        String refusal = admit(publication);
        if (!refusal.isEmpty()) {
            return CompletableFuture.completedFuture(Verdict.notSent(refusal));
        }
        sending.lock();
        try {
            if (epoch != null && epoch.isWide()) {
                epoch.send(publication);
            } else {
                waiting.addLast(publication);
            }
        } finally {
            sending.unlock();
        }
        return publication.verdict();
    }

    /** Takes a place in the window; "" if it has one, else why it has none. */
    private String admit(Publication publication) {
        try {
            if (!window.tryAcquire(publication.nanosLeft(), TimeUnit.NANOSECONDS)) {
                return settings.window() + " publishes are outstanding, and there was no place for this one within "
                        + settings.deadline() + ": " + words();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return INTERRUPTED;
        }
        String refusal = register(publication);
        if (!refusal.isEmpty()) {
            window.release();
        }
        return refusal;
    }

    /** Returns are matched by id, so an id is outstanding once at a time. */
    private String register(Publication publication) {
        try {
            while (!closed) {
                Publication other = outstanding.putIfAbsent(publication.id(), publication);
                if (other == null) {
                    return "";
                }
                other.verdict().get(publication.nanosLeft(), TimeUnit.NANOSECONDS);
            }
            return "the publisher is closed";
        } catch (TimeoutException e) {
            return "a publish with the same id was outstanding for all of " + settings.deadline() + ": " + words();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a verdict is a value, never a failure", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return INTERRUPTED;
        }
    }

    private void settle(Publication publication, Verdict verdict) {
        if (publication.decide()) {
            tell(publication, verdict);
        }
    }

    private void giveUp(Publication publication, String why) {
        publication.giveUp(why).ifPresent(verdict -> tell(publication, verdict));
    }

    private void tell(Publication publication, Verdict verdict) {
        outstanding.remove(publication.id(), publication);
        window.release();
        publication.verdict().complete(verdict);
    }

    /** Ends what is over its deadline, and a connection that does not answer. */
    private void tick() {
        Linked current = linked;
        boolean late = false;
        boolean unanswered = false;
        for (Publication publication : outstanding.values()) {
            if (publication.nanosLeft() <= 0) {
                giveUp(publication, "no confirm within " + settings.deadline() + ": " + words());
                late = true;
            } else if (publication.nanosUnanswered() > settings.confirmTimeout().toNanos()) {
                unanswered = true;
            }
        }
        if (unanswered && current != null) {
            current.cut("no confirm within " + settings.confirmTimeout());
        }
        if (late) {
            forgetSettled();
        }
    }

    /** Without waiting: whoever sends may be held up by the network. Then the next late one has it done. */
    private void forgetSettled() {
        if (sending.tryLock()) {
            try {
                waiting.removeIf(Publication::isSettled);
            } finally {
                sending.unlock();
            }
        }
    }

    /** Whether it can send now. */
    public boolean isUp() {
        return keeper.isUp();
    }

    /** How it is, in words. */
    public String words() {
        return keeper.isUp() ? outstanding.size() + " outstanding" : keeper.words();
    }

    /** Waits until all is answered, at most for the deadline; then answers what is left, and ends. */
    @Override
    public void close() {
        closed = true;
        drain();
        outstanding.values().forEach(left -> giveUp(left, "the publisher was closed before the broker answered"));
        keeper.close();
        ticking.end();
    }

    private void drain() {
        try {
            if (window.tryAcquire(settings.window(), settings.deadline().toNanos(), TimeUnit.NANOSECONDS)) {
                // Whoever still waits for a place gets one, and hears that it is too late.
                window.release(settings.window());
            } else {
                log.warn("publisher {}: closed with {} publishes unanswered", settings.name(), outstanding.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Publishing implements ChannelKeeper.Use {
        @Override
        public void opened(Channel channel, Linked opened) throws IOException, TimeoutException, InterruptedException {
            topology.declare(channel, opened.dialect());
            ConfirmEpoch next =
                    new ConfirmEpoch(channel, opened.dialect(), outstanding::get, ConfirmedPublisher.this::settle);
            linked = opened;
            start(next);
            if (!sendNext() || isAnswered(next)) {
                while (sendNext()) {
                    // What had to wait goes out before what is new.
                }
            }
        }

        private void start(ConfirmEpoch next) {
            sending.lock();
            try {
                epoch = next;
            } finally {
                sending.unlock();
            }
        }

        /** Sends the next one that waits; without one, opens the epoch to all and says false. */
        private boolean sendNext() {
            sending.lock();
            try {
                while (epoch != null && !epoch.hasFailed()) {
                    Publication next = waiting.pollFirst();
                    if (next == null) {
                        epoch.widen();
                        return false;
                    }
                    if (epoch.send(next)) {
                        return true;
                    }
                }
                return false;
            } finally {
                sending.unlock();
            }
        }

        /** Whether the broker has answered, and the channel is still there. */
        private boolean isAnswered(ConfirmEpoch next) throws TimeoutException, InterruptedException {
            try {
                // Twice as long as it takes to see that the connection is dead, and to replace it.
                return next.firstAnswer().get(2 * settings.confirmTimeout().toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw new IllegalStateException("an answer is a value, never a failure", e);
            }
        }

        @Override
        public void ended(String why) {
            sending.lock();
            try {
                if (epoch != null) {
                    List<Publication> unknown = epoch.unanswered();
                    for (int i = unknown.size() - 1; i >= 0; i--) {
                        unknown.get(i).backToWaiting();
                        waiting.addFirst(unknown.get(i));
                    }
                    log.debug("publisher {}: {} publishes unanswered, {}", settings.name(), unknown.size(), why);
                }
                epoch = null;
                linked = null;
            } finally {
                sending.unlock();
            }
        }
    }
}

package dev.tidings.broker.internal;

import dev.tidings.events.RawMessage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes with confirms and {@code mandatory}, and gives every publish one verdict.
 *
 * <p>What was sent and not answered when its channel ended is sent again, with the same {@code message_id}, on the next one. What the
 * broker refused (nack) is sent again after a pause. At its deadline a publish leaves the list before its caller is told. While the
 * broker takes no publishes (an alarm), nothing is sent and no connection is given up; deadlines go on. Safe for use by many threads.
 */
public final class ConfirmedPublisher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConfirmedPublisher.class);
    private static final Duration TICK = Duration.ofMillis(50);

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
    private final Outstanding outstanding;
    private final Sender sender;
    private final ChannelKeeper keeper;
    private final Link link;
    private final Ticker.Repeated ticking;

    ConfirmedPublisher(Settings settings, Link link, Topology topology, Ticker clock) {
        this.settings = settings;
        this.link = link;
        this.outstanding = new Outstanding(settings, this::words);
        this.sender = new Sender(settings, topology, outstanding);
        this.keeper = new ChannelKeeper("publisher " + settings.name(), link, sender);
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
        String refusal = outstanding.admit(publication);
        if (!refusal.isEmpty()) {
            return CompletableFuture.completedFuture(Verdict.notSent(refusal));
        }
        sender.send(publication);
        return publication.verdict();
    }

    /** Ends what is over its deadline, and a connection that does not answer. */
    private void tick() {
        ConfirmEpoch current = sender.epoch();
        long patience = settings.confirmTimeout().toNanos();
        boolean blocked = link.isBlocked();
        boolean stuck = current != null && current.nanosWriting() > patience;
        boolean late = false;
        for (Publication publication : outstanding.all()) {
            if (publication.nanosLeft() <= 0) {
                outstanding.giveUp(publication, "no confirm within " + settings.deadline() + ": " + words());
                late = true;
            } else if (blocked) {
                publication.standStill();
            } else {
                stuck |= publication.nanosUnanswered() > patience;
            }
        }
        if (stuck && current != null) {
            current.cut("no confirm within " + settings.confirmTimeout());
        }
        if (late) {
            sender.forgetSettled();
        }
    }

    /** Whether it can send now. */
    public boolean isUp() {
        return keeper.isUp() && !link.isBlocked();
    }

    /** How it is, in words. */
    public String words() {
        if (link.isBlocked()) {
            return link.words();
        }
        return keeper.isUp() ? outstanding.count() + " outstanding" : keeper.words();
    }

    /** How many channels it has published on so far: one, and one more for each that ended. */
    public long epochs() {
        return sender.epochs();
    }

    /** Waits until all is answered, at most for the deadline; then answers what is left, and ends. */
    @Override
    public void close() {
        if (!outstanding.drain()) {
            log.warn("publisher {}: closed with {} publishes unanswered", settings.name(), outstanding.count());
        }
        outstanding
                .all()
                .forEach(left -> outstanding.giveUp(left, "the publisher was closed before the broker answered"));
        keeper.close();
        ticking.end();
    }
}

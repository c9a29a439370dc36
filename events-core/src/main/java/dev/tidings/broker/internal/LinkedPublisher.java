package dev.tidings.broker.internal;

import dev.tidings.events.RawMessage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes over a link. */
final class LinkedPublisher implements ConfirmedPublisher {
    private static final Logger log = LoggerFactory.getLogger(LinkedPublisher.class);
    private static final Duration TICK = Duration.ofMillis(50);

    private final Settings settings;
    private final Outstanding outstanding;
    private final Sender sender;
    private final ChannelKeeper keeper;
    private final Link link;
    private final Ticker.Repeated ticking;

    LinkedPublisher(Settings settings, Link link, Declaration declaration, Ticker clock) {
        this.settings = settings;
        this.link = link;
        this.outstanding = new Outstanding(settings, this::words);
        this.sender = new Sender(settings, declaration, outstanding);
        this.keeper = new ChannelKeeper("publisher " + settings.name(), link, sender);
        this.ticking = clock.every(TICK, this::tick);
    }

    void start() {
        keeper.start();
    }

    @Override
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
        long now = System.nanoTime();
        for (Publication publication : outstanding.all()) {
            if (publication.nanosLeft(now) <= 0) {
                outstanding.giveUp(publication, "no confirm within " + settings.deadline() + ": " + words());
                late = true;
            } else if (blocked) {
                publication.standStill();
            } else {
                stuck |= publication.nanosUnanswered(now) > patience;
            }
        }
        if (stuck && current != null) {
            current.cut("no confirm within " + settings.confirmTimeout());
        }
        if (late) {
            sender.forgetSettled();
        }
    }

    @Override
    public boolean isUp() {
        return keeper.isUp() && !link.isBlocked();
    }

    @Override
    public String words() {
        if (link.isBlocked()) {
            return link.words();
        }
        return keeper.isUp() ? outstanding.count() + " outstanding" : keeper.words();
    }

    @Override
    public long epochs() {
        return sender.epochs();
    }

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

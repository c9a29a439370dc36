package dev.tidings.migration.baton;

import dev.tidings.broker.internal.QueueReader;
import dev.tidings.broker.internal.Transport;
import dev.tidings.consumer.MovedException;
import dev.tidings.consumer.Share;
import dev.tidings.events.DomainEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * What a group sends where that stands before the queue of an old side that knows of no baton. An entity goes over once that queue is
 * empty, and was for a while: what the old side has at hand is not seen. Meanwhile the group rests, and its own queue fills.
 */
final class Splitting implements Share {
    private final View view;
    private final Transport transport;
    private final Split split;
    private final String feed;
    /** Nothing is known of what was sent before a start. */
    private volatile int slots;

    private long emptySince;
    private boolean empty;

    /**
     * The old side.
     *
     * @param queue of its own
     * @param settle so long it may take for what it has at hand
     */
    record Split(String queue, Duration settle) {}

    Splitting(View view, Transport transport, Split split, String feed) {
        this.view = view;
        this.transport = transport;
        this.split = split;
        this.feed = feed;
    }

    /**
     * Whether the group may run, or has to rest.
     *
     * @param isRunning now
     * @param now by a clock that only goes on
     */
    boolean mayRun(boolean isRunning, long now) {
        int wanted = view.state().slots();
        if (wanted > slots && (isRunning || !isSettled(now))) {
            empty = empty && !isRunning;
            return false;
        }
        slots = wanted;
        empty = false;
        return true;
    }

    private boolean isSettled(long now) {
        try (QueueReader reader = transport.read(split.queue())) {
            boolean isEmpty = reader.depth() == 0;
            if (!isEmpty || !empty) {
                emptySince = now;
            }
            empty = isEmpty;
        }
        return empty && now - emptySince >= split.settle().toNanos();
    }

    String words() {
        return "rests until " + split.queue() + " was empty for " + split.settle();
    }

    @Override
    public String group() {
        return view.group();
    }

    @Override
    public Optional<Destination> elsewhere(DomainEvent event) {
        State state = view.state();
        State sent = state.moved(state.phase(), Math.min(slots, state.slots()));
        String owner = sent.ownerOf(event);
        return Optional.of(owner.equals(state.newQueue()) ? Destination.queue(owner) : Destination.fanout(feed));
    }

    @Override
    public Optional<Destination> unreadable() {
        return Optional.of(Destination.fanout(feed));
    }

    @Override
    public void look() {
        view.look();
    }

    @Override
    public void hold(Connection transaction, Collection<DomainEvent> events) throws SQLException, MovedException {
        view.hold(transaction, events);
    }

    @Override
    public Bindings bindings() {
        return view.bindings();
    }
}

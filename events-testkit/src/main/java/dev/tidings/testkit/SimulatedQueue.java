package dev.tidings.testkit;

import dev.tidings.broker.internal.Queue;
import dev.tidings.events.RawMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A queue: what is ready in it, and those who consume it in turns. A delay queue hands everything on when its time has come. */
final class SimulatedQueue {

    /**
     * A message in a queue.
     *
     * @param redeliveries how often it was delivered and came back
     * @param due when it leaves a delay queue
     */
    record Stored(RawMessage message, int redeliveries, long due) {
        Stored again() {
            return new Stored(message, redeliveries + 1, due);
        }
    }

    /** Who consumes. */
    interface Taker {
        boolean isConsuming();

        boolean hasRoom();

        void take(Stored message);
    }

    private final Queue declared;
    private final Stage stage;
    private final Consumer<RawMessage> onward;
    private final Deque<Stored> returned = new ArrayDeque<>();
    private final Deque<Stored> ready = new ArrayDeque<>();
    private final List<Taker> takers = new ArrayList<>();
    private boolean isPlanned;

    /** @param onward gets what has waited for its time */
    SimulatedQueue(Queue declared, Stage stage, Consumer<RawMessage> onward) {
        this.declared = declared;
        this.stage = stage;
        this.onward = onward;
    }

    Queue declared() {
        return declared;
    }

    void add(RawMessage message) {
        ready.addLast(new Stored(message, 0, stage.now() + declared.delay().toNanos()));
        if (!declared.delay().isZero()) {
            stage.later(declared.delay(), this::expire);
        }
        plan();
    }

    private void expire() {
        for (Stored next = ready.peek(); next != null && next.due <= stage.now(); next = ready.peek()) {
            ready.remove();
            onward.accept(next.message);
        }
    }

    /** What comes back is delivered before the rest, in the order in which it came back. */
    void putBack(Stored message) {
        returned.addLast(message);
        plan();
    }

    Optional<Stored> poll() {
        return Optional.ofNullable(returned.isEmpty() ? ready.poll() : returned.poll());
    }

    void consumedBy(Taker taker) {
        takers.add(taker);
        plan();
    }

    void leftBy(Taker taker) {
        takers.remove(taker);
    }

    /** Delivers what is ready to those who have room, soon. */
    void plan() {
        if (!isPlanned && size() > 0 && next().isPresent()) {
            isPlanned = true;
            stage.deliver(this::deliver);
        }
    }

    private void deliver() {
        isPlanned = false;
        next().ifPresent(taker -> {
            takers.remove(taker);
            takers.add(taker);
            poll().ifPresent(taker::take);
        });
        plan();
    }

    private Optional<Taker> next() {
        for (Taker taker : takers) {
            if (taker.hasRoom()) {
                return Optional.of(taker);
            }
        }
        return Optional.empty();
    }

    /** What is in it and nobody has at hand, in the order in which it would be delivered. */
    Stream<RawMessage> messages() {
        return Stream.concat(returned.stream(), ready.stream()).map(Stored::message);
    }

    int size() {
        return returned.size() + ready.size();
    }

    long consumers() {
        return takers.stream().filter(Taker::isConsuming).count();
    }

    /** In how long each message leaves, soonest first. */
    List<Duration> delaysLeft() {
        return ready.stream()
                .map(message -> Duration.ofNanos(message.due - stage.now()))
                .toList();
    }
}

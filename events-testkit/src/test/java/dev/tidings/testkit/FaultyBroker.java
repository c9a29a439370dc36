package dev.tidings.testkit;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.broker.internal.Queue;
import dev.tidings.broker.internal.Transport;
import dev.tidings.events.RawMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * A simulated broker with faults, which notes what is settled. Whatever is opened or started on it is a process of its own: its
 * connections can be cut, it can be deaf, it can stand still, and it can die.
 */
final class FaultyBroker implements Broker, Transport.Holder {

    /** What becomes of what a group sends to itself. */
    enum Confirm {
        /** As on any broker. */
        USUAL,
        /** The broker has it, and says so after two seconds. */
        LATE,
        /** The broker has it, and never says so. */
        LOST,
        /** No queue is bound for it, all at once. */
        UNROUTED,
        /** There is no connection until the deadline. */
        NOT_SENT
    }

    private final SimulatedBroker simulated;
    private final List<FaultyProcess> processes = new ArrayList<>();
    private final List<String> settled = new ArrayList<>();
    Function<RawMessage, Confirm> confirms = message -> Confirm.USUAL;
    /** Is told of each message before it is acknowledged. */
    Consumer<RawMessage> acknowledging = message -> {};

    FaultyBroker() {
        this(all -> 0);
    }

    FaultyBroker(IntUnaryOperator choice) {
        this.simulated = SimulatedBroker.choosing(choice);
    }

    @Override
    public Transport transport() {
        FaultyProcess process = new FaultyProcess(this, simulated.stage(), simulated.transport());
        processes.add(process);
        return process;
    }

    /** What was opened or started last. */
    FaultyProcess latest() {
        return processes.get(processes.size() - 1);
    }

    /** Ends all channels that consume; they begin anew at once. */
    void cut() {
        processes.forEach(FaultyProcess::cut);
    }

    /** Does all of it before anything comes of it. */
    void together(Runnable deed) {
        simulated.stage().act(deed);
    }

    /** The frames that settled something and were in time, as {@code ack 3}, {@code ack to 3}, {@code back 3}. */
    List<String> settled() {
        return settled;
    }

    /** How many copies of a message there are, in queues and at hand. */
    long copies(String messageId) {
        return Stream.concat(
                        simulated.routing().queues().stream().flatMap(SimulatedQueue::messages),
                        processes.stream().flatMap(FaultyProcess::atHand))
                .filter(message -> message.properties().messageId().equals(Optional.of(messageId)))
                .count();
    }

    /** Whether there is nothing but dead letters. */
    boolean isIdle() {
        return simulated.routing().queues().stream()
                        .filter(queue -> queue.declared().purpose() != Queue.Purpose.DEAD_LETTERS)
                        .allMatch(queue -> queue.size() == 0)
                && processes.stream().flatMap(FaultyProcess::atHand).findAny().isEmpty();
    }

    Duration time() {
        return Duration.ofNanos(simulated.stage().now());
    }

    SimulatedQueue queue(String name) {
        return simulated.routing().queue(name).orElseThrow();
    }

    void advance(Duration time) {
        simulated.advance(time);
    }

    @Override
    public Broker awaitConnected(Duration atMost) {
        return this;
    }

    @Override
    public void awaitShutdown() {
        simulated.awaitShutdown();
    }

    @Override
    public Health health() {
        return simulated.health();
    }

    @Override
    public void close() {
        simulated.close();
    }
}

package dev.tidings.testkit;

import dev.tidings.broker.Health;
import dev.tidings.broker.Running;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.DeadLetter;
import dev.tidings.consumer.DeadLetters;
import dev.tidings.consumer.Handled;
import dev.tidings.events.CanIgnoreReturnValue;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.EventFormat;
import dev.tidings.events.RawMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A consumer group under test: its real description and the real pipeline, in the test's own thread, without a broker, its time moved by
 * hand.
 *
 * <p>What happens happens before a call returns: claims, handlers, retries and dead letters are those of production. The default store
 * takes its time from here, so keys are forgotten as time is moved; other stores have their own time. Not safe for use by many threads.
 *
 * <pre>{@code
 * TestGroup billing = TestGroup.of(spec);
 * Handled.Verdict verdict = billing.deliver("shop", event);
 * billing.advance(Duration.ofSeconds(10));
 * List<DeadLetter> dead = billing.deadLetters();
 * }</pre>
 */
public final class TestGroup implements Running {
    /** Time for acknowledgements, where no more is delivered without them. */
    private static final Duration MOMENT = Duration.ofMillis(50);

    private final ConsumerGroup.Spec spec;
    private final SimulatedBroker broker;
    private final ConsumerGroup running;
    private final List<Handled> handled = new ArrayList<>();

    private TestGroup(ConsumerGroup.Spec spec, SimulatedBroker broker) {
        this.spec = spec;
        this.broker = broker;
        this.running = broker.stage().ask(() -> spec.observing(handled::add).start(broker));
    }

    /**
     * Starts a group as it is described for production, on a broker of its own.
     *
     * @throws IllegalArgumentException if the group would not start in production
     */
    public static TestGroup of(ConsumerGroup.Spec spec) {
        return of(spec, SimulatedBroker.create());
    }

    /** The same on a broker that it shares with other groups and with publishers. Several groups of one name share their queue. */
    public static TestGroup of(ConsumerGroup.Spec spec, SimulatedBroker broker) {
        return new TestGroup(spec, broker);
    }

    /**
     * Delivers an event to this group, and tells what became of it. Other groups on the same broker do not get it.
     *
     * @throws IllegalArgumentException if no binding of the group matches, since a broker would not deliver it
     * @throws IllegalStateException if the group does not take it yet, because it pauses for instance; it waits in the queue
     */
    @CanIgnoreReturnValue
    public Handled.Verdict deliver(String exchange, DomainEvent event) {
        return deliver(message(exchange, event));
    }

    /**
     * Delivers a message as if it were in the group's queue, whether a binding matches or not, and tells what became of it.
     *
     * @throws IllegalStateException if the group does not take it yet, because it pauses for instance; it waits in the queue
     */
    @CanIgnoreReturnValue
    public Handled.Verdict deliver(RawMessage message) {
        return deliver(List.of(message)).stream()
                .filter(one -> one.routingKey().equals(message.routingKey()))
                .findFirst()
                .map(Handled::verdict)
                .orElseThrow(() -> new IllegalStateException(message.routingKey() + " waits in the queue, "
                        + running.health().words() + "; advance(…) lets time pass"));
    }

    /**
     * Delivers several events that have waited together, so that a handler for several may get them together; the first ones come alone,
     * until the group has seen how fast the handler is.
     *
     * @return what became of deliveries meanwhile, in the order of the decisions
     * @throws IllegalArgumentException if no binding of the group matches one of them; then none is delivered
     */
    @CanIgnoreReturnValue
    public List<Handled> deliverAll(String exchange, List<DomainEvent> events) {
        return deliver(events.stream().map(event -> message(exchange, event)).toList());
    }

    private RawMessage message(String exchange, DomainEvent event) {
        RawMessage message = EventFormat.standard().write(event, exchange);
        boolean isBound = broker.routing().targets(message).stream()
                .anyMatch(queue -> queue.declared().name().equals(spec.name()));
        if (!isBound) {
            throw new IllegalArgumentException("no broker would deliver " + event.routingKey() + " of exchange '"
                    + exchange + "' to " + spec.explain(exchange, event.routingKey()));
        }
        return message;
    }

    private List<Handled> deliver(List<RawMessage> messages) {
        if (broker.stage().isPresent()) {
            throw new IllegalStateException("a handler cannot deliver to a group under test, since it would not be told"
                    + " what became of it; let it publish through an EventPublisher on the SimulatedBroker");
        }
        return during(() -> {
            int all = handled.size() + messages.size();
            SimulatedQueue queue = broker.routing().queue(spec.name()).orElseThrow();
            broker.stage().act(() -> messages.forEach(queue::add));
            for (int before = -1; before < handled.size() && handled.size() < all && isUp(); ) {
                before = handled.size();
                broker.advance(MOMENT);
            }
        });
    }

    private boolean isUp() {
        return running.health().state() == Health.State.UP;
    }

    /**
     * Lets time pass: retries, leases and pauses come due, and all that comes of them happens in this thread. On a shared broker it
     * passes for all.
     *
     * @return what became of deliveries meanwhile
     */
    @CanIgnoreReturnValue
    public List<Handled> advance(Duration time) {
        return during(() -> broker.advance(time));
    }

    private List<Handled> during(Runnable deed) {
        int before = handled.size();
        deed.run();
        return List.copyOf(handled.subList(before, handled.size()));
    }

    /** What became of every delivery so far. */
    public List<Handled> handled() {
        return List.copyOf(handled);
    }

    /** In how long the events that wait for a retry come again, soonest first. */
    public List<Duration> retries() {
        return broker.routing().queues().stream()
                .filter(queue -> queue.declared().onward().equals(spec.name()))
                .flatMap(queue -> queue.delaysLeft().stream())
                .sorted()
                .toList();
    }

    /** The dead letters of the group, oldest first. To send them again, use {@link DeadLetters} on a shared broker. */
    public List<DeadLetter> deadLetters() {
        return DeadLetters.of(spec.name(), broker).peek(Integer.MAX_VALUE);
    }

    /** How the group is, such as paused and why. */
    @Override
    public Health health() {
        return running.health();
    }

    /** Stops the group. A broker of its own needs no closing. */
    @Override
    public void close() {
        broker.stage().act(running::close);
    }
}

package dev.tidings.testkit;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.broker.internal.Transport;
import java.time.Duration;
import java.util.function.IntUnaryOperator;

/**
 * Stands in for a broker in tests: exchanges, queues and delays in the memory of the test, and a time that is moved by hand.
 *
 * <p>Publishers and groups are opened on it as on any broker, so the flows of several services can be tested together. There are no
 * threads: a call such as {@code publish} returns when everything has happened that needs no time, handlers included, and {@link
 * #advance} lets time pass. Handlers are called in the calling thread, whatever executor their group was given; what a handler publishes
 * is delivered after it has returned.
 *
 * <p>For one thread at a time. What a real broker would close a channel for is thrown to the test as an {@link AssertionError}. Permissions, lost connections and alarms are not simulated, and everything is gone with the object.
 *
 * <pre>{@code
 * SimulatedBroker broker = SimulatedBroker.create();
 * EventPublisher shop = EventPublisher.to("shop").open(broker);
 * billing.start(broker);
 * shop.publish(DomainEvent.of("order.placed", "order_id", 7));
 * }</pre>
 */
public final class SimulatedBroker implements Broker, Transport.Holder {
    private final Stage stage;
    private final Routing routing;
    private final SimulatedTransport transport;
    private boolean closed;

    private SimulatedBroker(Stage stage) {
        this.stage = stage;
        this.routing = new Routing(stage);
        this.transport = new SimulatedTransport(stage, routing);
    }

    /** A new broker without anything in it. */
    public static SimulatedBroker create() {
        return choosing(all -> 0);
    }

    /** A new broker that lets something choose what happens next, where the order is open. */
    static SimulatedBroker choosing(IntUnaryOperator choice) {
        return new SimulatedBroker(new Stage(choice));
    }

    Stage stage() {
        return stage;
    }

    Routing routing() {
        return routing;
    }

    /**
     * Lets time pass: retries, leases and pauses come due, each in its turn, and all that comes of them happens in this thread. Within a
     * handler it is as if that handler took so long.
     */
    public void advance(Duration time) {
        stage.advance(time);
    }

    /** Returns at once: it is always connected. */
    @Override
    public Broker awaitConnected(Duration atMost) {
        return this;
    }

    /** Returns at once, since a test is not to wait. Nothing is closed. */
    @Override
    public void awaitShutdown() {
        // A main that is tested goes on to its end.
    }

    @Override
    public Health health() {
        return closed ? Health.down("closed") : Health.up("simulated");
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            stage.act(transport::close);
        }
    }

    /** Not for users. */
    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public String toString() {
        return "simulated broker";
    }
}

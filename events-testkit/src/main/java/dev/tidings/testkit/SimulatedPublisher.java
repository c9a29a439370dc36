package dev.tidings.testkit;

import dev.tidings.broker.internal.ConfirmedPublisher;
import dev.tidings.broker.internal.Verdict;
import dev.tidings.events.RawMessage;
import java.util.concurrent.CompletableFuture;

/** Publishes to simulated queues, and has its verdict at once. */
final class SimulatedPublisher implements ConfirmedPublisher {
    private final Stage stage;
    private final Routing routing;
    private boolean closed;

    SimulatedPublisher(Stage stage, Routing routing) {
        this.stage = stage;
        this.routing = routing;
    }

    @Override
    public CompletableFuture<Verdict> publish(RawMessage message) {
        return CompletableFuture.completedFuture(stage.ask(() -> verdict(message)));
    }

    private Verdict verdict(RawMessage message) {
        if (closed) {
            return new Verdict(Verdict.Kind.NOT_SENT, "the publisher is closed");
        }
        return routing.send(message)
                ? new Verdict(Verdict.Kind.ROUTED, "")
                : new Verdict(Verdict.Kind.UNROUTED, "no queue is bound for it");
    }

    @Override
    public boolean isUp() {
        return !closed;
    }

    @Override
    public String words() {
        return closed ? "closed" : "0 outstanding";
    }

    @Override
    public long epochs() {
        return 1;
    }

    @Override
    public void close() {
        closed = true;
    }
}

package dev.tidings.testkit;

import dev.tidings.broker.internal.ConfirmedPublisher;
import dev.tidings.broker.internal.Delivery;
import dev.tidings.broker.internal.QueueReader;
import dev.tidings.broker.internal.Subscription;
import dev.tidings.broker.internal.Ticker;
import dev.tidings.broker.internal.Topology;
import dev.tidings.broker.internal.Transport;
import dev.tidings.events.TidingsException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What publishers and groups get of a simulated broker. Handlers are called on the stage, by whoever is there. */
final class SimulatedTransport implements Transport {
    private final Stage stage;
    private final Routing routing;
    private final Set<Runnable> consumers = new LinkedHashSet<>();
    private final Set<Runnable> publishers = new LinkedHashSet<>();

    SimulatedTransport(Stage stage, Routing routing) {
        this.stage = stage;
        this.routing = routing;
    }

    @Override
    public ConfirmedPublisher publisher(ConfirmedPublisher.Settings settings, Topology topology) {
        routing.declare(topology);
        return new SimulatedPublisher(stage, routing);
    }

    @Override
    public Subscription subscribe(String queue, int prefetch, Topology topology, Consumer<Delivery> listener) {
        return new SimulatedSubscription(stage, routing, queue, prefetch, topology, listener);
    }

    @Override
    public QueueReader read(String queue) {
        return new SimulatedReader(
                stage,
                routing.queue(queue)
                        .orElseThrow(() -> new TidingsException(
                                "queue " + queue + " cannot be read: there is none of this name")));
    }

    @Override
    public Ticker ticker(String name) {
        return new SimulatedTicker(stage);
    }

    @Override
    public Executor handlers(Executor usual) {
        return stage::work;
    }

    @Override
    public void closesConsumer(Runnable close) {
        consumers.add(close);
    }

    @Override
    public void closesPublisher(Runnable close) {
        publishers.add(close);
    }

    @Override
    public void closed(Runnable close) {
        consumers.remove(close);
        publishers.remove(close);
    }

    void close() {
        List<Runnable> all = new ArrayList<>(consumers);
        all.addAll(publishers);
        all.forEach(Runnable::run);
    }
}

package dev.tidings.broker.internal;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What publishers and consumer groups need of a broker. Safe for use by many threads. */
public interface Transport {

    /** A broker that has a transport. */
    interface Holder {
        /** The transport; not for users. */
        Transport transport();
    }

    /** The transport of a broker that {@code Broker.connect} made, or of one that stands in for it in tests. */
    static Transport of(AutoCloseable broker) {
        if (broker instanceof Holder holder) {
            return holder.transport();
        }
        throw new IllegalArgumentException(
                "a " + broker.getClass().getName() + " has no connections; use what Broker.connect(uri) returns");
    }

    /** Publishes with confirms, once {@code topology} is declared. */
    ConfirmedPublisher publisher(ConfirmedPublisher.Settings settings, Topology topology);

    /**
     * Consumes a queue, once it is started and {@code topology} is declared.
     *
     * @param listener gets each delivery, one at a time; it must hand them on at once
     */
    Subscription subscribe(String queue, int prefetch, Topology topology, Consumer<Delivery> listener);

    /** Reads what is in a queue now, message by message. */
    QueueReader read(String queue);

    /** Does things later. To be closed by who asked for it. */
    Ticker ticker(String name);

    /** What calls the handlers of a group: what usually would, unless this transport has its own way. */
    default Executor handlers(Executor usual) {
        return usual;
    }

    /** Has {@code close} run before the connections are closed, and before any publisher is. */
    void closesConsumer(Runnable close);

    /** Has {@code close} run before the connections are closed. */
    void closesPublisher(Runnable close);

    /** Closed by its owner: it need not be closed with the broker any more. */
    void closed(Runnable close);
}

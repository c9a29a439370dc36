package dev.tidings.broker.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What the publisher and the consumer groups need of a broker: one link for publishing, one for consuming, never shared, so that slow
 * consumers cannot hold up confirms.
 */
public final class Transport implements AutoCloseable {
    private final Link publishing;
    private final Link consuming;
    private final Ticker clock;
    private final Set<Runnable> consumers = ConcurrentHashMap.newKeySet();
    private final Set<Runnable> publishers = ConcurrentHashMap.newKeySet();

    /** Starts connecting, and returns at once. */
    public Transport(ConnectionSettings settings) {
        this.publishing = new Link(settings, "publishing");
        this.consuming = new Link(settings, "consuming");
        this.clock = new Ticker(settings.name());
    }

    /** A broker that has a transport. */
    public interface Holder {
        /** The transport; not for users. */
        Transport transport();
    }

    /** The transport of a broker that {@code Broker.connect} made. */
    public static Transport of(AutoCloseable broker) {
        if (broker instanceof Holder holder) {
            return holder.transport();
        }
        throw new IllegalArgumentException(
                "a " + broker.getClass().getName() + " has no connections; use what Broker.connect(uri) returns");
    }

    /** Publishes with confirms, once {@code topology} is declared. */
    public ConfirmedPublisher publisher(ConfirmedPublisher.Settings settings, Topology topology) {
        ConfirmedPublisher publisher = new ConfirmedPublisher(settings, publishing, topology, clock);
        publisher.start();
        return publisher;
    }

    /** Consumes a queue, once {@code topology} is declared. */
    public Subscription subscribe(String queue, int prefetch, Topology topology, Consumer<Delivery> listener) {
        Subscription subscription = new Subscription(consuming, queue, prefetch, topology, listener);
        subscription.start();
        return subscription;
    }

    /** Reads what is in a queue now, message by message. */
    public QueueReader read(String queue) {
        return QueueReader.open(consuming, queue);
    }

    /** Has {@code close} run before the connections are closed, and before any publisher is. */
    public void closesConsumer(Runnable close) {
        consumers.add(close);
    }

    /** Has {@code close} run before the connections are closed. */
    public void closesPublisher(Runnable close) {
        publishers.add(close);
    }

    /** Closed by its owner: it need not be closed with the broker any more. */
    public void closed(Runnable close) {
        consumers.remove(close);
        publishers.remove(close);
    }

    /** Whether both links stood in time. */
    public boolean await(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        return publishing.await(atMost) && consuming.await(Duration.ofNanos(deadline - System.nanoTime()));
    }

    /** Whether both links stand, and the broker takes publishes. */
    public boolean isUp() {
        return publishing.isUp() && !publishing.isBlocked() && consuming.isUp();
    }

    /** How the links are, in words. */
    public String words() {
        return publishing.isUp() && !publishing.isBlocked() ? consuming.words() : publishing.words();
    }

    @Override
    public void close() {
        consumers.forEach(Runnable::run);
        publishers.forEach(Runnable::run);
        clock.close();
        publishing.close();
        consuming.close();
    }
}

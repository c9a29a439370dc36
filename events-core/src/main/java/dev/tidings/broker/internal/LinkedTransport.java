package dev.tidings.broker.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Two links to a broker: one for publishing, one for consuming, never shared, so that slow consumers cannot hold up confirms. */
public final class LinkedTransport implements Transport, AutoCloseable {
    private final Link publishing;
    private final Link consuming;
    private final Ticker clock;
    private final Object declaring = new Object();
    private final Set<Runnable> consumers = ConcurrentHashMap.newKeySet();
    private final Set<Runnable> publishers = ConcurrentHashMap.newKeySet();

    /** Starts connecting, and returns at once. */
    public LinkedTransport(ConnectionSettings settings) {
        this.publishing = new Link(settings, "publishing");
        this.consuming = new Link(settings, "consuming");
        this.clock = new ScheduledTicker(settings.name());
    }

    @Override
    public ConfirmedPublisher publisher(ConfirmedPublisher.Settings settings, Topology topology) {
        LinkedPublisher publisher = new LinkedPublisher(settings, publishing, declaration(topology), clock);
        publisher.start();
        return publisher;
    }

    private Declaration declaration(Topology topology) {
        return new Declaration(topology, declaring);
    }

    @Override
    public Subscription subscribe(String queue, int prefetch, Topology topology, Consumer<Delivery> listener) {
        return new LinkedSubscription(consuming, queue, prefetch, declaration(topology), listener);
    }

    @Override
    public QueueReader read(String queue) {
        return LinkedReader.open(consuming, queue);
    }

    @Override
    public Ticker ticker(String name) {
        return new ScheduledTicker(name);
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

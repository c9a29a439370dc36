package dev.tidings.samples.migration.story;

import dev.tidings.events.DomainEvent;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.samples.demo.stage.Announcer;
import dev.tidings.samples.migration.shop.Customers;
import dev.tidings.samples.migration.shop.Orders;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Orders that come in, are paid and cancelled, at an even pace, as many as each part of the story is granted. */
final class Load implements AutoCloseable {
    private static final int SLOWEST_PER_SECOND = 200;
    private static final int LONGEST_SECONDS = 30;

    private final Announcer announcer;
    private final Customers customers;
    private final long pause;
    private final Map<String, String> confirmed = new ConcurrentHashMap<>();
    private final Semaphore granted = new Semaphore(0);
    private final Thread thread = new Thread(this::flow, "orders");

    /** @param events in the whole story */
    Load(EventPublisher publisher, Orders orders, int events, long seed) {
        this.announcer = new Announcer(publisher, event -> confirmed.put(event.eventId(), event.routingKey()));
        this.customers = new Customers(orders, this::announce, seed);
        this.pause = TimeUnit.SECONDS.toNanos(1) / Math.max(SLOWEST_PER_SECOND, events / LONGEST_SECONDS);
        thread.setDaemon(true);
        thread.start();
    }

    private void announce(DomainEvent event) {
        announcer.announce(event);
    }

    /** So many more events. */
    void grant(int events) {
        granted.release(events);
    }

    private void flow() {
        try {
            while (true) {
                long next = System.nanoTime() + pause;
                granted.acquire();
                customers.change();
                LockSupport.parkNanos(next - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The routing keys of the events that the broker has confirmed, by their ids. */
    Map<String, String> confirmed() {
        return confirmed;
    }

    @Override
    public void close() {
        thread.interrupt();
        announcer.close();
    }
}

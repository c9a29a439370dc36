package dev.tidings.samples.demo.chaos;

import dev.tidings.broker.Health;
import dev.tidings.broker.NotPublishedException;
import dev.tidings.events.DomainEvent;
import dev.tidings.publisher.EventPublisher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes each event one to three times, and the events of a window in any order. */
final class ShufflingPublisher implements EventPublisher {
    private static final int WINDOW = 40;
    private static final long LONGEST_WAIT_MILLIS = 50;

    private final EventPublisher publisher;
    private final Random random;
    private final BlockingQueue<Waiting> arriving = new LinkedBlockingQueue<>(10 * WINDOW);
    private final Thread thread = new Thread(this::publishWindows, "chaos publisher");
    private final AtomicInteger windows = new AtomicInteger();
    private final AtomicInteger extraCopies = new AtomicInteger();
    private volatile boolean closed;

    private record Waiting(DomainEvent event, CompletableFuture<Outcome> outcome) {}

    ShufflingPublisher(EventPublisher publisher, Random random) {
        this.publisher = publisher;
        this.random = random;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public Outcome publish(DomainEvent event) {
        return publishAsync(event).join();
    }

    @Override
    public CompletableFuture<Outcome> publishAsync(DomainEvent event) {
        Waiting waiting = new Waiting(event, new CompletableFuture<>());
        try {
            if (closed) {
                throw new InterruptedException();
            }
            arriving.put(waiting);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            waiting.outcome().completeExceptionally(new NotPublishedException(event + " was not published: closed"));
        }
        return waiting.outcome();
    }

    private void publishWindows() {
        try {
            while (true) {
                publishShuffled(nextWindow());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Waiting> nextWindow() throws InterruptedException {
        List<Waiting> window = new ArrayList<>();
        window.add(arriving.take());
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_WAIT_MILLIS);
        while (window.size() < WINDOW) {
            Waiting next = arriving.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                break;
            }
            window.add(next);
        }
        return window;
    }

    private void publishShuffled(List<Waiting> window) {
        List<Waiting> copies = new ArrayList<>();
        for (Waiting waiting : window) {
            copies.addAll(Collections.nCopies(1 + random.nextInt(3), waiting));
        }
        Collections.shuffle(copies, random);
        for (Waiting copy : copies) {
            publisher
                    .publishAsync(copy.event())
                    .thenAccept(copy.outcome()::complete)
                    .exceptionally(failure -> {
                        copy.outcome().completeExceptionally(failure);
                        return null;
                    });
        }
        windows.incrementAndGet();
        extraCopies.addAndGet(copies.size() - window.size());
    }

    int windows() {
        return windows.get();
    }

    int extraCopies() {
        return extraCopies.get();
    }

    @Override
    public Health health() {
        return publisher.health();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        publisher.close();
    }
}

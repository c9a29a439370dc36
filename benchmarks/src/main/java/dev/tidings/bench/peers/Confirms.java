package dev.tidings.bench.peers;

import com.rabbitmq.client.Return;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The least that a careful user of the bare client writes: a window, and an eye on what comes back. */
final class Confirms {
    private final int window;
    private final Semaphore places;
    private final Set<Long> single = new HashSet<>();
    private long lowest = 1;
    private volatile String trouble = "";

    Confirms(int window) {
        this.window = window;
        this.places = new Semaphore(window);
    }

    void await() throws InterruptedException {
        places.acquire();
    }

    void awaitAll() throws InterruptedException {
        if (!places.tryAcquire(window, 60, TimeUnit.SECONDS) || !trouble.isEmpty()) {
            throw new IllegalStateException("not all was confirmed. " + trouble);
        }
    }

    void confirmed(long tag, boolean multiple) {
        if (!multiple) {
            single.add(tag);
            places.release();
            return;
        }
        for (; lowest <= tag; lowest++) {
            if (!single.remove(lowest)) {
                places.release();
            }
        }
    }

    void refused(long tag, boolean multiple) throws IOException {
        trouble = "The broker refused " + tag + (multiple ? " and others. " : ". ");
    }

    void returned(Return message) {
        trouble = "No queue for " + message.getRoutingKey() + ". ";
    }
}

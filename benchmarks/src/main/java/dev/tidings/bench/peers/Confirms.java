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
    private final UpTo upTo;
    private final Set<Long> single = new HashSet<>();
    private long lowest = 1;
    private volatile String trouble = "";

    /** Is told that this one and all before are confirmed, and in a queue. */
    @FunctionalInterface
    interface UpTo {
        void confirmed(long tag) throws IOException;
    }

    Confirms(int window) {
        this(window, tag -> {});
    }

    Confirms(int window, UpTo upTo) {
        this.window = window;
        this.places = new Semaphore(window);
        this.upTo = upTo;
    }

    void await() throws InterruptedException {
        places.acquire();
    }

    /** Waits until nothing is unconfirmed. More may be published afterwards. */
    void awaitAll() throws InterruptedException {
        if (!places.tryAcquire(window, 60, TimeUnit.SECONDS) || !trouble.isEmpty()) {
            throw new IllegalStateException("not all was confirmed. " + trouble);
        }
        places.release(window);
    }

    void confirmed(long tag, boolean multiple) throws IOException {
        if (multiple) {
            for (; lowest <= tag; lowest++) {
                if (!single.remove(lowest)) {
                    places.release();
                }
            }
        } else {
            single.add(tag);
            places.release();
        }
        while (single.remove(lowest)) {
            lowest++;
        }
        if (trouble.isEmpty()) {
            upTo.confirmed(lowest - 1);
        }
    }

    void refused(long tag, boolean multiple) throws IOException {
        trouble = "The broker refused " + tag + (multiple ? " and others. " : ". ");
    }

    void returned(Return message) {
        trouble = "No queue for " + message.getRoutingKey() + ". ";
    }
}

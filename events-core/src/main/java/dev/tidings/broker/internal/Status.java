package dev.tidings.broker.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Whether something is up, and how it is in words; can be waited for. */
final class Status {
    private boolean up;
    private String words;

    Status(String words) {
        this.words = words;
    }

    synchronized void set(boolean nowUp, String nowWords) {
        up = nowUp;
        words = nowWords;
        notifyAll();
    }

    synchronized boolean isUp() {
        return up;
    }

    synchronized String words() {
        return words;
    }

    /** Whether it was up in time. */
    synchronized boolean await(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toMillis(); !up && left > 0; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
        return up;
    }
}

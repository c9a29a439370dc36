package dev.tidings.samples.demo.screen;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Draws a frame, and the next one a moment later, while something goes on. */
public final class Show {
    private final Runnable frame;
    private final Runnable lastFrame;
    private final long pauseMillis;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread thread = new Thread(this::draw, "screen");

    Show(long pauseMillis, Runnable frame, Runnable lastFrame) {
        this.pauseMillis = pauseMillis;
        this.frame = frame;
        this.lastFrame = lastFrame;
    }

    /** Shows it until the work has ended. The last frame stays. */
    public <T> T during(Callable<T> work) throws Exception {
        thread.setDaemon(true);
        thread.start();
        try {
            return work.call();
        } finally {
            ending.countDown();
            thread.join();
        }
    }

    private void draw() {
        try {
            do {
                frame.run();
            } while (!ending.await(pauseMillis, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lastFrame.run();
        }
    }
}

package dev.tidings.samples.demo.stage;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C: the process ends when the run has deleted what it made at the broker. */
public final class Interrupt {
    private static final long MOST_SECONDS = 20;

    private final Runnable stop;
    private final CountDownLatch ended = new CountDownLatch(1);

    private Interrupt(Runnable stop) {
        this.stop = stop;
    }

    /** Does the work, and waits for it when the process is told to end. */
    public static int during(Callable<Integer> work, Runnable stop) throws Exception {
        Interrupt interrupt = new Interrupt(stop);
        Runtime.getRuntime().addShutdownHook(new Thread(interrupt::stop, "interrupt"));
        try {
            return work.call();
        } finally {
            interrupt.ended.countDown();
        }
    }

    private void stop() {
        stop.run();
        try {
            if (!ended.await(MOST_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("Queues and an exchange named demo-* may be left at the broker.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

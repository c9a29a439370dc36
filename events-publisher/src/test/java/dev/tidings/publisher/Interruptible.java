package dev.tidings.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A publish on a thread of its own. */
final class Interruptible {
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private final AtomicBoolean stillInterrupted = new AtomicBoolean();
    private final Thread thread;

    Interruptible(Runnable publish) {
        thread = new Thread(
                () -> {
                    try {
                        publish.run();
                        failure.complete(new AssertionError("it was published"));
                    } catch (RuntimeException e) {
                        stillInterrupted.set(Thread.currentThread().isInterrupted());
                        failure.complete(e);
                    }
                },
                "publishing");
        thread.start();
    }

    void awaitWaiting() {
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    Throwable interrupt() {
        thread.interrupt();
        Throwable thrown = failure.orTimeout(5, TimeUnit.SECONDS).join();
        assertThat(stillInterrupted).as("its interrupt is kept").isTrue();
        return thrown;
    }
}

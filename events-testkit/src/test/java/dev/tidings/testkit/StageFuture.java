package dev.tidings.testkit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Whoever waits for it lets the time of a stage pass meanwhile, as a thread that is held up does. */
final class StageFuture<T> extends CompletableFuture<T> {
    private static final Duration STEP = Duration.ofMillis(10);

    private final Stage stage;

    StageFuture(Stage stage) {
        this.stage = stage;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new StageFuture<>(stage);
    }

    private void pass() {
        while (!isDone()) {
            stage.advance(STEP);
        }
    }

    @Override
    public T join() {
        pass();
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        pass();
        return super.get();
    }
}

package dev.tidings.testkit;

import dev.tidings.broker.internal.Ticker;
import java.time.Duration;

/** Does things later by the time of a stage. */
final class SimulatedTicker implements Ticker {
    private final Stage stage;
    private boolean closed;

    SimulatedTicker(Stage stage) {
        this.stage = stage;
    }

    @Override
    public void after(Duration delay, Runnable work) {
        stage.later(delay, () -> {
            if (!closed) {
                work.run();
            }
        });
    }

    @Override
    public Repeated every(Duration pause, Runnable work) {
        Repeating repeating = new Repeating(pause, work);
        after(pause, repeating);
        return repeating;
    }

    @Override
    public long nanoTime() {
        return stage.now();
    }

    @Override
    public void sleep(Duration time) {
        if (!time.isNegative()) {
            stage.advance(time);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class Repeating implements Runnable, Repeated {
        private final Duration pause;
        private final Runnable work;
        private boolean ended;

        Repeating(Duration pause, Runnable work) {
            this.pause = pause;
            this.work = work;
        }

        @Override
        public void run() {
            if (!ended) {
                after(pause, this);
                work.run();
            }
        }

        @Override
        public void end() {
            ended = true;
        }
    }
}

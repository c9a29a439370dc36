package dev.tidings.testkit.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How a process ended. {@link Process#onExit} is not asked, since Java 25 completes it on the common pool: on two cores that is one
 * thread, and a test that keeps it busy would wait for ever.
 */
public final class Exit {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private Exit() {}

    /**
     * Waits for two minutes at most, and returns the exit code.
     *
     * @throws IllegalStateException if it still runs
     */
    public static int await(Process process) {
        try {
            if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + process.pid() + " still runs after " + DEADLINE);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while process " + process.pid() + " ends", e);
        }
    }

    /** Kills it ({@code SIGKILL}), and returns when it is gone. */
    public static void kill(Process process) {
        process.destroyForcibly();
        await(process);
    }
}

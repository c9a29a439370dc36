package dev.tidings.testkit;

import org.junit.jupiter.api.Test;

class RandomSchedulesTest {
    private final long seed = Long.getLong("tidings.seed", System.nanoTime());
    private final int rounds = Integer.getInteger("tidings.rounds", 1_000);

    @Test
    void whatever_happens_every_event_is_handled_once_or_is_a_dead_letter() {
        System.out.println("RandomSchedulesTest: -Dtidings.seed=" + seed);
        for (long round = seed; round < seed + rounds; round++) {
            run(round);
        }
    }

    private static void run(long round) {
        try {
            new Schedule(round).run();
        } catch (AssertionError e) {
            throw new AssertionError(
                    "repeat it by -Dtidings.seed=" + round + " -Dtidings.rounds=1: " + e.getMessage(), e);
        }
    }
}

package dev.tidings.events;

import java.util.Random;

/** Randomness that can be repeated: the seed is printed, and taken back from the system property {@code tidings.seed}. */
final class Seed {
    private Seed() {}

    static Random announced(String test) {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println(test + ": -Dtidings.seed=" + seed);
        return new Random(seed);
    }
}

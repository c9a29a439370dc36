package dev.tidings.idempotency;

/** The seed of a random test: printed, and taken back from {@code -Dtidings.seed}. */
final class Seed {
    private Seed() {}

    static long of(String what) {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println(what + ": -Dtidings.seed=" + seed);
        return seed;
    }
}

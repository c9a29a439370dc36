package dev.tidings.testkit.mirror;

import dev.tidings.mirror.Change;
import dev.tidings.mirror.MirrorTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that begin together; each applies its own lists, one after the other. */
final class Race {
    private Race() {}

    /** Printed, and taken back. */
    static long seed(String what) {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println("MirrorTargetContract, " + what + ": -Dtidings.seed=" + seed);
        return seed;
    }

    /** What each thread was told that it wrote. Rethrows the first failure. */
    static <T> List<Change<T>> run(List<MirrorTarget<T>> targets, List<List<List<Change<T>>>> lists) throws Exception {
        CyclicBarrier together = new CyclicBarrier(targets.size());
        List<Callable<List<Change<T>>>> racers = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            MirrorTarget<T> target = targets.get(i);
            List<List<Change<T>>> mine = lists.get(i);
            racers.add(() -> {
                int unused = together.await();
                return written(target, mine);
            });
        }
        ExecutorService executor = Executors.newFixedThreadPool(targets.size());
        try {
            List<Change<T>> written = new ArrayList<>();
            for (Future<List<Change<T>>> each : executor.invokeAll(racers)) {
                written.addAll(each.get());
            }
            return written;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            executor.shutdown();
        }
    }

    private static <T> List<Change<T>> written(MirrorTarget<T> target, List<List<Change<T>>> lists) {
        List<Change<T>> written = new ArrayList<>();
        for (List<Change<T>> changes : lists) {
            List<Change<T>> refused = target.apply(changes);
            changes.stream().filter(change -> !refused.contains(change)).forEach(written::add);
        }
        return written;
    }
}

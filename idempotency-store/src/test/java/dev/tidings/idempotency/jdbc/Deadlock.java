package dev.tidings.idempotency.jdbc;

import dev.tidings.idempotency.TransactionalIdempotencyStore.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Two transactions that wait for each other's row. */
final class Deadlock {
    private static final long DEADLINE = TimeUnit.SECONDS.toNanos(60);

    private Deadlock() {}

    /** What runs work in a transaction. */
    @FunctionalInterface
    interface Transactor {
        void run(Work work) throws Exception;
    }

    /** What became of them: a failure of each that was ended. */
    static List<Throwable> of(String table, Transactor transactor) throws InterruptedException {
        CyclicBarrier together = new CyclicBarrier(2);
        String update = "update " + table + "_effects set n = n + 1 where id = ?";
        ExecutorService executor = Executors.newFixedThreadPool(2);
        List<Callable<Boolean>> both = new ArrayList<>();
        for (int mine = 1; mine <= 2; mine++) {
            int first = mine;
            both.add(() -> {
                transactor.run(transaction -> {
                    int unused = Sql.update(transaction, update, first);
                    together.await();
                    int unusedToo = Sql.update(transaction, update, 3 - first);
                });
                return true;
            });
        }
        List<Throwable> failures = new ArrayList<>();
        for (Future<Boolean> each : executor.invokeAll(both)) {
            try {
                Boolean unused = each.get();
            } catch (ExecutionException e) {
                failures.add(e.getCause());
            }
        }
        executor.shutdown();
        return failures;
    }

    /** Asks again and again, until it is so or a deadline is past. */
    static boolean until(BooleanSupplier isSo) {
        long start = System.nanoTime();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() - start > DEADLINE) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return true;
    }
}

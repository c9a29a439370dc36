package dev.tidings.bench.micro;

import dev.tidings.idempotency.CaffeineIdempotencyStore;
import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.ClaimRequest;
import dev.tidings.idempotency.IdempotencyKey;
import dev.tidings.idempotency.IdempotencyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Keys that are claimed and completed in the store in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CaffeineBenchmark {
    private static final int BATCH = 100;
    private static final long FINGERPRINT = 7;

    private final IdempotencyStore store = CaffeineIdempotencyStore.create();
    private final ClaimRequest known = request("known");
    private long next;

    public CaffeineBenchmark() {
        completed(List.of(known));
    }

    /** A new key, claimed and completed with 99 others. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int claimAndComplete() {
        List<ClaimRequest> requests = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            requests.add(request(Long.toString(next++)));
        }
        return completed(requests);
    }

    /** A duplicate: the key is known. */
    @Benchmark
    public Claim recogniseDuplicate() {
        return store.claimAll(List.of(known)).get(0);
    }

    private int completed(List<ClaimRequest> requests) {
        List<Claim.Owned> owned = new ArrayList<>(requests.size());
        for (Claim claim : store.claimAll(requests)) {
            owned.add((Claim.Owned) claim);
        }
        return store.completeAll(owned).size();
    }

    private static ClaimRequest request(String event) {
        return new ClaimRequest(new IdempotencyKey("bench", "shop", event), FINGERPRINT);
    }
}

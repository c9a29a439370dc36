package dev.tidings.testkit;

import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.ClaimRequest;
import dev.tidings.idempotency.IdempotencyKey;
import dev.tidings.idempotency.IdempotencyStore;
import dev.tidings.idempotency.IdempotencyStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What processes share: claims with leases of half a minute by the time of a test, which outlive those who made them. */
final class LeasingStore {
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** @param until when the lease ends; empty once it is completed */
    private record Entry(Claim.Owned owner, Optional<Duration> until) {}

    private final Supplier<Duration> time;
    private final Map<IdempotencyKey, Entry> entries = new HashMap<>();
    private final List<Duration> renewals = new ArrayList<>();
    private long fences;

    LeasingStore(Supplier<Duration> time) {
        this.time = time;
    }

    /** The store for one more process. */
    View view() {
        return new View();
    }

    /** When claims were renewed. */
    List<Duration> renewals() {
        return renewals;
    }

    private Claim claim(ClaimRequest request) {
        Entry known = entries.get(request.key());
        if (known != null && known.until.isEmpty()) {
            return known.owner.request().equals(request)
                    ? new Claim.Completed(request.key())
                    : new Claim.Conflict(request.key());
        }
        if (known != null && known.until.get().compareTo(time.get()) > 0) {
            return new Claim.Busy(request.key(), known.until.get().minus(time.get()));
        }
        Claim.Owned mine = new Claim.Owned(request, ++fences);
        entries.put(request.key(), lease(mine));
        return mine;
    }

    private Entry lease(Claim.Owned owner) {
        return new Entry(owner, Optional.of(time.get().plus(LEASE)));
    }

    private boolean isOwned(Claim.Owned claim) {
        Entry known = entries.get(claim.key());
        return known != null && known.until.isPresent() && known.owner.equals(claim);
    }

    /** The store as one process sees it, until it dies. */
    final class View implements IdempotencyStore {
        private boolean isDead;

        void die() {
            isDead = true;
        }

        @Override
        public List<Claim> claimAll(List<ClaimRequest> requests) {
            if (isDead) {
                throw new IdempotencyStoreException("the process has ended", new IllegalStateException());
            }
            return requests.stream().map(LeasingStore.this::claim).toList();
        }

        @Override
        public List<Claim.Owned> completeAll(Collection<Claim.Owned> claims) {
            return lost(claims, claim -> new Entry(claim, Optional.empty()));
        }

        @Override
        public List<Claim.Owned> renewAll(Collection<Claim.Owned> claims) {
            renewals.add(time.get());
            return lost(claims, LeasingStore.this::lease);
        }

        private List<Claim.Owned> lost(Collection<Claim.Owned> claims, Function<Claim.Owned, Entry> change) {
            List<Claim.Owned> lost = new ArrayList<>();
            for (Claim.Owned claim : claims) {
                if (!isDead && isOwned(claim)) {
                    entries.put(claim.key(), change.apply(claim));
                } else {
                    lost.add(claim);
                }
            }
            return lost;
        }

        @Override
        public void releaseAll(Collection<Claim.Owned> claims) {
            claims.stream().filter(claim -> !isDead && isOwned(claim)).forEach(claim -> entries.remove(claim.key()));
        }

        @Override
        public Optional<Duration> lease() {
            return Optional.of(LEASE);
        }

        @Override
        public Optional<Duration> retention() {
            return Optional.empty();
        }

        @Override
        public String promise() {
            return "for tests";
        }

        @Override
        public void check() {}
    }
}

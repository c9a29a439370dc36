package dev.tidings.idempotency;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The same in front of a store that takes part in transactions. What a transaction claimed itself is not kept: it may be rolled back. */
final class TransactionalTwoLevelStore extends TwoLevelStore implements TransactionalIdempotencyStore {
    private final TransactionalIdempotencyStore behind;
    private final Map<Connection, Set<IdempotencyKey>> claimedWithin =
            Collections.synchronizedMap(new IdentityHashMap<>());

    TransactionalTwoLevelStore(TransactionalIdempotencyStore behind, int mostKeys, Duration forAtMost) {
        super(behind, mostKeys, forAtMost);
        this.behind = behind;
    }

    @Override
    public void inTransaction(Work work) throws Exception {
        behind.inTransaction(transaction -> {
            claimedWithin.put(transaction, new HashSet<>());
            try {
                work.with(transaction);
            } finally {
                claimedWithin.remove(transaction);
            }
        });
    }

    @Override
    public List<Claim> claimAll(Connection transaction, List<ClaimRequest> requests) throws SQLException {
        List<Claim> answers = answers(requests, unknown -> behind.claimAll(transaction, unknown));
        @Nullable Set<IdempotencyKey> own = claimedWithin.get(transaction);
        // A transaction that began elsewhere may have claimed anything, so nothing that it sees is sure to be
        // committed.
        if (own != null) {
            answers.stream()
                    .filter(Claim.Owned.class::isInstance)
                    .map(Claim::key)
                    .forEach(own::add);
            remember(requests, answers, own);
        }
        return answers;
    }

    @Override
    public void giveUp(Connection transaction, Collection<Claim.Owned> claims) throws SQLException {
        behind.giveUp(transaction, claims);
    }

    @Override
    public boolean isContention(Throwable failure) {
        return behind.isContention(failure);
    }

    @Override
    public boolean isOutage(Throwable failure) {
        return behind.isOutage(failure);
    }

    @Override
    public boolean isOneAtATime() {
        return behind.isOneAtATime();
    }
}

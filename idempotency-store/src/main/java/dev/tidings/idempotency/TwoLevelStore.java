package dev.tidings.idempotency;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Answers from memory for keys that are known to be completed, and has another store answer for all others. */
class TwoLevelStore implements IdempotencyStore {

    /** Asks the store behind. */
    @FunctionalInterface
    interface Behind<X extends Exception> {
        List<Claim> claimAll(List<ClaimRequest> requests) throws X;
    }

    private final IdempotencyStore behind;
    private final CompletedKeys completed;
    private final int mostKeys;

    TwoLevelStore(IdempotencyStore behind, int mostKeys, Duration forAtMost) {
        this.behind = behind;
        this.mostKeys = mostKeys;
        Duration known =
                behind.retention().filter(of -> of.compareTo(forAtMost) < 0).orElse(forAtMost);
        this.completed = new CompletedKeys(mostKeys, known, Ticker.systemTicker());
    }

    @Override
    public List<Claim> claimAll(List<ClaimRequest> requests) {
        List<Claim> answers = answers(requests, behind::claimAll);
        remember(requests, answers, Set.of());
        return answers;
    }

    final <X extends Exception> List<Claim> answers(List<ClaimRequest> requests, Behind<X> store) throws X {
        Map<IdempotencyKey, Claim> answers = new HashMap<>();
        List<ClaimRequest> unknown = new ArrayList<>();
        for (ClaimRequest request : requests) {
            completed
                    .answer(request)
                    .ifPresentOrElse(answer -> answers.put(request.key(), answer), () -> unknown.add(request));
        }
        if (!unknown.isEmpty()) {
            store.claimAll(unknown).forEach(answer -> answers.put(answer.key(), answer));
        }
        return requests.stream()
                .map(request -> Objects.requireNonNull(answers.get(request.key())))
                .toList();
    }

    /** Keeps what was answered to be completed, except some. A conflict is not kept: nobody told the content that was handled. */
    final void remember(List<ClaimRequest> requests, List<Claim> answers, Set<IdempotencyKey> except) {
        for (int i = 0; i < requests.size(); i++) {
            ClaimRequest request = requests.get(i);
            if (answers.get(i) instanceof Claim.Completed && !except.contains(request.key())) {
                completed.add(request);
            }
        }
    }

    @Override
    public List<Claim.Owned> completeAll(Collection<Claim.Owned> claims) {
        List<Claim.Owned> lost = behind.completeAll(claims);
        Set<Claim.Owned> notCompleted = new HashSet<>(lost);
        for (Claim.Owned claim : claims) {
            if (!notCompleted.contains(claim)) {
                completed.add(claim);
            }
        }
        return lost;
    }

    @Override
    public List<Claim.Owned> renewAll(Collection<Claim.Owned> claims) {
        return behind.renewAll(claims);
    }

    @Override
    public void releaseAll(Collection<Claim.Owned> claims) {
        behind.releaseAll(claims);
    }

    @Override
    public Optional<Duration> lease() {
        return behind.lease();
    }

    @Override
    public Optional<Duration> retention() {
        return behind.retention();
    }

    @Override
    public String promise() {
        return "%s; up to %,d completed events are recognised without asking".formatted(behind.promise(), mostKeys);
    }

    @Override
    public void check() {
        behind.check();
    }
}

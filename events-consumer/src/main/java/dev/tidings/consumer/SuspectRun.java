package dev.tidings.consumer;

import dev.tidings.consumer.Folded.Work;
import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.IdempotencyStore;
import java.util.List;
import java.util.function.Consumer;

/**
 * Calls no handler. What may have ended a process is moved to the queue of which an instance has one at hand at a time; what came from
 * there and was not settled has failed once more. Unless the store knows that it was handled.
 */
record SuspectRun(IdempotencyStore store, Handling handling) implements Run {
    @Override
    public void run(List<Work> works, Consumer<List<Decision>> settle) {
        List<Claimed> claimed = Claimed.of(works, store.claimAll(Folded.requests(works)));
        settle.accept(claimed.stream().map(this::decide).toList());
        // At once: what was moved may end this process in a moment, and would be moved again by the next one.
        works.forEach(work -> work.arrival().window().acknowledgeAll());
    }

    private Decision decide(Claimed claimed) {
        Arrival arrival = claimed.arrival();
        if (!arrival.isLive()) {
            return Decision.giveBack(arrival, claimed.owned());
        }
        if (claimed.claim().filter(Claim.Completed.class::isInstance).isPresent()) {
            return Decision.duplicate(arrival);
        }
        return arrival.lane().isAlone() ? handling.neverReturned(claimed) : handling.alone(claimed);
    }
}

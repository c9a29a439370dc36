package dev.tidings.consumer;

import dev.tidings.consumer.Folded.Work;
import dev.tidings.events.DomainEvent;
import dev.tidings.idempotency.Claim;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * An arrival, and what the store answered.
 *
 * @param claim empty if there was nothing to claim
 */
record Claimed(Arrival arrival, Optional<Claim> claim) {

    /** @param answers to the requests of these works, in their order */
    static List<Claimed> of(List<Work> works, List<Claim> answers) {
        Iterator<Claim> next = answers.iterator();
        List<Claimed> all = new ArrayList<>(works.size());
        for (Work work : works) {
            all.add(new Claimed(work.arrival(), work.request().map(request -> next.next())));
        }
        return all;
    }

    /** Whether it is to be handled here. */
    boolean isMine() {
        return claim.isEmpty() || claim.get() instanceof Claim.Owned;
    }

    Optional<Claim.Owned> owned() {
        return claim.filter(Claim.Owned.class::isInstance).map(Claim.Owned.class::cast);
    }

    DomainEvent event() {
        return arrival.event().orElseThrow();
    }
}

package dev.tidings.consumer;

import dev.tidings.idempotency.ClaimRequest;
import dev.tidings.idempotency.IdempotencyKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Arrivals of one run, each key once.
 *
 * @param works what is to be claimed and handled, in the order of arrival
 * @param repeats what arrived again in the same run
 */
record Folded(List<Work> works, List<Repeat> repeats) {

    /**
     * One arrival.
     *
     * @param request what to claim for it; empty if it cannot be recognised again
     */
    record Work(Arrival arrival, Optional<ClaimRequest> request) {}

    /**
     * An arrival with the key of an earlier one.
     *
     * @param isSame whether it says the same, too
     */
    record Repeat(Arrival arrival, Arrival first, boolean isSame) {}

    static Folded of(List<Arrival> arrivals, GroupSettings settings) {
        Folded folded = new Folded(new ArrayList<>(arrivals.size()), new ArrayList<>(0));
        Map<IdempotencyKey, Work> firsts = new HashMap<>(2 * arrivals.size());
        for (Arrival arrival : arrivals) {
            Work work = new Work(
                    arrival,
                    arrival.event().flatMap(event -> settings.claims().keys().request(settings.claimant(), event)));
            Work first = work.request.isEmpty()
                    ? null
                    : firsts.putIfAbsent(work.request.get().key(), work);
            if (first == null) {
                folded.works.add(work);
            } else {
                folded.repeats.add(new Repeat(arrival, first.arrival, first.request.equals(work.request)));
            }
        }
        return folded;
    }

    /** How many events of it cannot be recognised when they come again. */
    long unrecognised() {
        return works.stream()
                .filter(work -> work.request.isEmpty() && work.arrival.event().isPresent())
                .count();
    }

    static List<ClaimRequest> requests(List<Work> works) {
        List<ClaimRequest> requests = new ArrayList<>(works.size());
        works.forEach(work -> work.request.ifPresent(requests::add));
        return requests;
    }
}

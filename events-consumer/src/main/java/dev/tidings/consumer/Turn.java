package dev.tidings.consumer;

import dev.tidings.consumer.Folded.Repeat;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/**
 * What a worker has at hand. Cut where the way of handling changes: one run after the other, each settled before the next begins, so the
 * events of an entity keep their order.
 */
final class Turn {
    private final List<Arrival> arrivals;
    private final GroupSettings settings;
    private final Runs runs;
    private final Settlement settlement;
    private final GroupMeters meters;
    private Duration inHandlers = Duration.ZERO;
    /** By identity: two deliveries may be equal. */
    private final IdentityHashMap<Arrival, Decision> settled = new IdentityHashMap<>();

    Turn(List<Arrival> arrivals, GroupSettings settings, Runs runs, Settlement settlement, GroupMeters meters) {
        this.arrivals = arrivals;
        this.settings = settings;
        this.runs = runs;
        this.settlement = settlement;
        this.meters = meters;
    }

    void run() {
        int from = 0;
        for (int to = 1; to <= arrivals.size(); to++) {
            if (to == arrivals.size() || !arrivals.get(to).goesWith(arrivals.get(from))) {
                run(arrivals.subList(from, to));
                from = to;
            }
        }
    }

    private void run(List<Arrival> some) {
        List<Arrival> own = runs.handling().forwarding().own(some, this::settle);
        if (!own.isEmpty()) {
            handle(own);
        }
    }

    private void handle(List<Arrival> some) {
        Folded folded = Folded.of(some, settings);
        meters.unrecognised(folded.unrecognised());
        runs.of(some.get(0)).run(folded.works(), this::settle);
        if (!folded.repeats().isEmpty()) {
            settle(folded.repeats().stream().map(this::repeated).toList());
        }
    }

    private void settle(List<Decision> decisions) {
        settlement.settle(decisions);
        for (Decision decision : decisions) {
            settled.put(decision.arrival(), decision);
            if (decision.arrival().call().filter(Call::waits).isEmpty()) {
                inHandlers = inHandlers.plus(decision.took());
            }
        }
    }

    /** As safe as the first one. If it says something else, it is asked about again when the first one is known to be handled or not. */
    private Decision repeated(Repeat repeat) {
        Decision first = Objects.requireNonNull(settled.get(repeat.first()), "the first one of a key is settled first");
        return repeat.isSame()
                ? first.repeated(repeat.arrival())
                : runs.handling().laterAsThisAttempt(repeat.arrival());
    }

    /** How long the handlers took of what was settled, without those that wait for others. */
    Duration inHandlers() {
        return inHandlers;
    }

    /** What {@link #run} did not come to because it failed. */
    List<Arrival> unsettled() {
        return arrivals.stream()
                .filter(arrival -> !settled.containsKey(arrival))
                .toList();
    }
}

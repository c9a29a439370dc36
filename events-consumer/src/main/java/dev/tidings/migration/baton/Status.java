package dev.tidings.migration.baton;

import java.time.Instant;
import java.util.List;

/**
 * How a migration is. Immutable.
 *
 * @param next the name of the new side; empty before a start
 * @param epoch one more with each move
 * @param percent the new side's share of the entities
 * @param since when it was moved, by the database's clock, as all times
 * @param instances those of either side that were seen within a day, also those that are gone
 * @param inTheWay what speaks against the next step, beside what a comparison may say
 * @param follows what can be done next, or what happens by itself
 * @param log what was done, the oldest first
 */
public record Status(
        String group,
        String next,
        String oldQueue,
        String newQueue,
        Phase phase,
        long epoch,
        double percent,
        Instant since,
        Instant at,
        List<Instance> instances,
        List<String> inTheWay,
        String follows,
        List<Entry> log) {

    /** Keeps what it was given, whatever becomes of it. */
    public Status {
        instances = List.copyOf(instances);
        inTheWay = List.copyOf(inTheWay);
        log = List.copyOf(log);
    }

    static Status of(State state, List<Instance> instances, List<Entry> log, Instant at) {
        Gate gate = new Gate(state, instances, log);
        return new Status(
                state.group(),
                state.next(),
                state.oldQueue(),
                state.newQueue(),
                state.phase(),
                state.epoch(),
                State.percent(state.slots()),
                state.movedAt(),
                at,
                instances,
                Following.inTheWay(state, gate),
                Following.words(state, instances),
                log);
    }

    /** A few lines and a table, at most 120 columns wide. */
    public String text() {
        return StatusText.of(this);
    }

    /** JSON with names in snake_case; times in ISO 8601. What is not there is null. */
    public String json() {
        return StatusJson.of(this);
    }
}

package dev.tidings.migration;

import dev.tidings.events.CheckReturnValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Joins what both sides recorded, event by event.
 *
 * <pre>{@code
 * Report report = Comparison.of("billing/v2", store)
 *         .ignoring("written_at")
 *         .tolerance("lines[].price", 0.01)
 *         .report();
 * }</pre>
 *
 * <p>Effects are compared only where both sides read the same: where the hashes of what they read differ, or the owner's answers, the
 * event has <i>moved</i>. Numbers are compared by value, so 1 and 1.0 are the same; a field that is null and one that is not there are
 * not. Arrays are compared in order.
 *
 * <p>A path is the names of fields with dots between, and {@code []} for every element of an array. A name that has one of
 * {@code .[]()'} in it is written {@code ['a.b']}.
 *
 * <p>Events are read page by page, and of them only sums and a few examples are kept: memory does not grow with their number. What is
 * recorded meanwhile may or may not be in the result. Immutable and safe for use by many threads; a setting makes another comparison.
 */
public final class Comparison {
    private final String name;
    private final OutcomeStore store;
    private final ComparisonSettings settings;

    private Comparison(String name, OutcomeStore store, ComparisonSettings settings) {
        this.name = name;
        this.store = store;
        this.settings = settings;
    }

    /** Of the outcomes with this name. Unless told otherwise, the new side takes every entity. */
    public static Comparison of(String name, OutcomeStore store) {
        return new Comparison(Outcome.checkedComparison(name), store, ComparisonSettings.DEFAULT);
    }

    private Comparison with(ComparisonSettings changed) {
        return new Comparison(name, store, changed);
    }

    private Comparison with(Rules changed) {
        return with(settings.rules(changed));
    }

    /** The field at this path, with all below it, does not count. */
    @CheckReturnValue
    public Comparison ignoring(String path) {
        return with(settings.rules().ignoring(path));
    }

    /** The order of the array at this path does not count. Each element goes with the first of the other side that is the same. */
    @CheckReturnValue
    public Comparison ignoringOrder(String path) {
        return with(settings.rules().ignoringOrder(path));
    }

    /** Numbers at this path are the same if they are so far apart or less. */
    @CheckReturnValue
    public Comparison tolerance(String path, double most) {
        if (!(most >= 0 && most <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("a tolerance of " + most + " is none; give a number from 0 on");
        }
        return with(settings.rules().within(path, BigDecimal.valueOf(most)));
    }

    /** Times with an offset at this path, such as {@code 2026-01-31T12:00:00Z}, are the same if they are so far apart or less. */
    @CheckReturnValue
    public Comparison tolerance(String path, Duration most) {
        if (most.isNegative()) {
            throw new IllegalArgumentException("a tolerance of " + most + " is none; give 0 or more");
        }
        return with(settings.rules().within(path, most));
    }

    /** The new side takes only this share of the entities: what the old side alone did with another one does not count. */
    @CheckReturnValue
    public Comparison sampling(Sampling share) {
        return with(settings.sampling(share));
    }

    /**
     * Since these moves the new side takes effect for a share of the entities: an event of one of them that only one side has does not
     * count. Default: none. See {@code dev.tidings.migration.baton}.
     */
    @CheckReturnValue
    public Comparison moves(Moves made) {
        return with(settings.moves(made));
    }

    /** Only events that both sides decided from then on, such as since a side was corrected. Default: all. */
    @CheckReturnValue
    public Comparison since(Instant earliest) {
        return with(settings.since(earliest));
    }

    /** An event of which one side is missing does not count until the other one's outcome is so old. Default: one minute. */
    @CheckReturnValue
    public Comparison patience(Duration least) {
        return with(settings.patience(least));
    }

    /**
     * Outcomes with this other name are of two instances of the old side. They are compared by the same settings, and the report states
     * their rate of mismatches beside the one of this comparison. Nothing is subtracted.
     */
    @CheckReturnValue
    public Comparison noise(String other) {
        return with(settings.noise(Outcome.checkedComparison(other)));
    }

    /**
     * So many events were dropped on their way to the new side and are not recorded as such, which may explain as many that only the old
     * side has. Default: 0.
     */
    @CheckReturnValue
    public Comparison dropped(long events) {
        return with(settings.dropped(events));
    }

    /** The report shows so many events of each stratum that differ, those with the most differences. 0 to 20, default: 3. */
    @CheckReturnValue
    public Comparison examples(int perStratum) {
        return with(settings.examples(perStratum));
    }

    /** Gives the verdict of each event, one after the other, on the thread that calls. */
    public void forEach(Consumer<Verdict> use) {
        scan(name, Instant.now(), use);
    }

    /** Compares all that was recorded until now. */
    public Report report() {
        return report(Instant.now());
    }

    Report report(Instant now) {
        Tally tally = new Tally(settings.examples());
        scan(name, now, tally::add);
        Counts counts = tally.counts();
        return new Report(
                name,
                now,
                settings.sampling(),
                settings.dropped() + counts.of(Verdict.Kind.DROPPED),
                counts,
                settings.noise().map(other -> noise(other, now)),
                tally.strata(),
                tally.fields(),
                tally.latency(Side.OLD),
                tally.latency(Side.NEW));
    }

    private Rate noise(String other, Instant now) {
        Tally tally = new Tally(0);
        scan(other, now, tally::add);
        return tally.counts().mismatchRate();
    }

    private void scan(String comparison, Instant now, Consumer<Verdict> use) {
        Judge judge = new Judge(settings.rules(), settings.sampling(), settings.moves(), settings.patience(), now);
        new Joined(store, comparison).forEach((old, fresh) -> {
            if (isRecent(old) && isRecent(fresh)) {
                use.accept(judge.of(old, fresh));
            }
        });
    }

    private boolean isRecent(Optional<Outcome> side) {
        return side.isEmpty() || !side.get().at().isBefore(settings.since());
    }
}

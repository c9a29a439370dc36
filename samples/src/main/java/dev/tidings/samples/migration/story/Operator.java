package dev.tidings.samples.migration.story;

import dev.tidings.migration.Comparison;
import dev.tidings.migration.Report;
import dev.tidings.migration.baton.Baton;
import dev.tidings.migration.baton.BatonRefusedException;
import dev.tidings.migration.baton.Phase;
import dev.tidings.migration.baton.Status;
import dev.tidings.migration.jdbc.JdbcOutcomeStore;
import dev.tidings.mirror.Mirror;
import dev.tidings.mirror.Sweep;
import dev.tidings.samples.migration.billing.Order;
import dev.tidings.samples.migration.billing.Place;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;

/** Who decides about the migration: compares, and moves the baton. */
final class Operator {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_EXAMPLES = 20;

    private final Place place;
    private final Baton baton;
    private final JdbcOutcomeStore outcomes;
    private final Mirror<Order> copies;
    private final Flow flow;
    private final Scene scene;
    private final Narrator narrator;
    private Instant since = Instant.now();

    Operator(Place place, DataSource dataSource, Flow flow, Scene scene, Narrator narrator) {
        this.place = place;
        this.baton = place.baton(dataSource);
        this.outcomes = place.outcomes(dataSource);
        this.copies = Mirror.of(place.orders(), place.copies(dataSource));
        this.flow = flow;
        this.scene = scene;
        this.narrator = narrator;
    }

    /** Has a migration begin. */
    void begin(String next) {
        told("start", baton.start(next));
    }

    /**
     * What one side did while the other one was not there has nothing to be compared with. Between two floods of orders no event is
     * under way, so that none is left out.
     */
    void compareFromNowOn() {
        since = Instant.now();
        narrator.says("compare", "what both sides do from here on");
    }

    Report compare(String next) {
        return Comparison.of(place.comparison(next), outcomes)
                .since(since)
                .patience(PATIENCE)
                .examples(MOST_EXAMPLES)
                .moves(baton.moves())
                .report();
    }

    /** Copies what was there before the rewrite listened. */
    void backFill() {
        Sweep sweep = baton.backFill("orders", copies::sweep);
        narrator.says("backfill", "%,d orders looked at, %,d of them copied".formatted(sweep.seen(), sweep.repaired()));
    }

    /** Gives the new side a share, or all, if the comparison allows it. */
    void canary(int percent, String next) throws IOException, InterruptedException {
        move("canary", next, report -> baton.canary(percent, report));
    }

    void cutOver(String next) throws IOException, InterruptedException {
        move("cut over", next, baton::cutOver);
    }

    private void move(String what, String next, Function<Report, Status> step)
            throws IOException, InterruptedException {
        awaitSides();
        told(what, step.apply(compare(next)));
    }

    /** Tries it, and gives the words with which it is refused. */
    List<String> refused(int percent, Report report) throws IOException {
        try {
            Status unused = baton.canary(percent, report);
        } catch (BatonRefusedException e) {
            return e.reasons();
        }
        throw new IOException("canary(" + percent + ") was not refused, although the report says: " + report.verdict());
    }

    void rollBack() {
        told("rollback", baton.rollback());
    }

    void finish() throws IOException, InterruptedException {
        awaitSides();
        told("finish", baton.finish());
    }

    /** An instance that was killed counts as gone, and no longer in the way, after a minute. */
    void awaitFinished() throws IOException, InterruptedException {
        narrator.says("waits", "since one that was killed might come back, it counts as gone after a minute only");
        flow.await("the old side is known to be empty", Duration.ofMinutes(3), () -> {
            Status now = look();
            scene.phase(now.follows());
            return now.phase() == Phase.FINISHED;
        });
        told("finished", baton.status());
    }

    private void awaitSides() throws IOException, InterruptedException {
        flow.await("both sides work", () -> look().inTheWay().isEmpty());
    }

    private Status look() {
        Status status = baton.status();
        scene.baton(words(status));
        return status;
    }

    Status status() {
        return baton.status();
    }

    private void told(String what, Status status) {
        scene.baton(words(status));
        narrator.says(what, words(status));
    }

    private static String words(Status status) {
        return "%s, %s %% of the entities are the new side's, epoch %d"
                .formatted(status.phase(), percent(status.percent()), status.epoch());
    }

    private static String percent(double percent) {
        return percent == Math.rint(percent) ? String.valueOf((long) percent) : String.valueOf(percent);
    }
}

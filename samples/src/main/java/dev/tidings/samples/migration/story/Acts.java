package dev.tidings.samples.migration.story;

import dev.tidings.migration.Difference;
import dev.tidings.migration.Example;
import dev.tidings.migration.Report;
import dev.tidings.migration.Stratum;
import dev.tidings.migration.Verdict.Kind;
import dev.tidings.samples.migration.billing.Place;
import dev.tidings.samples.migration.story.Flow.Deed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What happens, act by act, while orders come. Each act is granted its share of the events. */
final class Acts {
    private static final String PLANTED = "v2";
    private static final String FIXED = "v2.1";
    private static final int FROZEN_SECONDS = 3;
    /** In the order in which they come. */
    static final List<String> REWRITES = List.of(PLANTED, FIXED);

    private final Plan plan;
    private final Place place;
    private final Cast cast;
    private final Flow flow;
    private final Operator operator;
    private final Narrator narrator;
    private final Known known;
    private int granted;

    Acts(Plan plan, Place place, Cast cast, Flow flow, Operator operator, Narrator narrator, Known known) {
        this.plan = plan;
        this.place = place;
        this.cast = cast;
        this.flow = flow;
        this.operator = operator;
        this.narrator = narrator;
        this.known = known;
    }

    /**
     * Plays all of them.
     *
     * @return what is wrong with how the bug was found; nothing if it was found and named
     */
    List<String> play() throws IOException, InterruptedException {
        live();
        List<String> wrong = shadow();
        fix();
        canary();
        rollBack();
        finish();
        return wrong;
    }

    private void live() throws IOException, InterruptedException {
        narrator.chapter("The old billing works, and records what it does");
        cast.startOld(place, PLANTED);
        awaitListening(cast.old());
        orders(8, killing(cast.old()));
    }

    private List<String> shadow() throws IOException, InterruptedException {
        narrator.chapter("A rewrite shows what it would do, as a shadow");
        operator.begin(PLANTED);
        cast.startPlanted(place, PLANTED);
        awaitListening(cast.next());
        operator.compareFromNowOn();
        orders(20, killing(cast.next()));
        narrator.chapter("Both are compared");
        Report report = awaitCompared(PLANTED);
        Evidence evidence = new Evidence(report);
        tell(report);
        evidence.worst().ifPresent(this::tell);
        List<String> refusals = operator.refused(10, report);
        narrator.warns("refused", "a canary of 10 %, and nothing has moved:");
        refusals.forEach(narrator::item);
        return evidence.wrong(known.byEntity(), refusals);
    }

    private void tell(Report report) {
        narrator.says("report", report.verdict());
        long moved = report.counts().of(Kind.MOVED);
        if (moved > 0) {
            narrator.says(
                    "",
                    "Of %,d more they read different things, since the order had moved meanwhile.".formatted(moved));
        }
    }

    private void tell(Stratum kind) {
        Example worst = kind.examples().get(0);
        narrator.says("worst", "%s of %s".formatted(kind.routingKey(), worst.entity()));
        for (Difference difference : worst.differences()) {
            narrator.says(
                    "",
                    "%s: old %s, new %s".formatted(difference.path(), difference.oldValue(), difference.newValue()));
        }
    }

    private void fix() throws IOException, InterruptedException {
        narrator.chapter("The bug is fixed, and the rewrite is a shadow again");
        cast.next().end();
        operator.begin(FIXED);
        cast.startFixed(place, FIXED);
        awaitListening(cast.next());
        cast.old().end();
        cast.startOld(place, FIXED);
        narrator.says("anew", "%s without the bug, and old, which records for it now".formatted(FIXED));
        awaitListening(cast.old());
        operator.compareFromNowOn();
        orders(20, killing(cast.next()));
        tell(awaitCompared(FIXED));
        operator.backFill();
    }

    private void canary() throws IOException, InterruptedException {
        narrator.chapter("The rewrite takes over, a share at a time");
        orders(10, () -> operator.canary(1, FIXED), killing(cast.old()));
        orders(10, () -> operator.canary(10, FIXED), killing(cast.next()));
        narrator.quotes(operator.status().text());
        orders(10, frozen(cast.old(), () -> operator.cutOver(FIXED)), killing(cast.old()), killing(cast.next()));
    }

    private void rollBack() throws IOException, InterruptedException {
        narrator.chapter("Somebody has doubts, and then none any more");
        orders(8, frozen(cast.next(), operator::rollBack), killing(cast.next()), killing(cast.old()));
        orders(6, () -> operator.cutOver(FIXED), killing(cast.next()));
    }

    private void finish() throws IOException, InterruptedException {
        narrator.chapter("The old billing is taken away");
        orders(4, operator::finish);
        operator.awaitFinished();
        cast.old().end();
        cast.old().startAgain();
        flow.await("the old one is refused", () -> cast.old().refusal().isPresent());
        cast.old()
                .refusal()
                .ifPresent(words -> narrator.warns("refused", "the old one, which somebody starts: " + words));
        cast.old().end();
        flow.of(plan.events() - granted, List.of());
        narrator.says("orders", "%,d events more, which the new one handles alone".formatted(plan.events() - granted));
    }

    /** So many percent of the events, with deeds between them. */
    private void orders(int percent, Deed... deeds) throws IOException, InterruptedException {
        int events = plan.events() * percent / 100;
        granted += events;
        flow.of(events, List.of(deeds));
        narrator.says("orders", "%,d events, all in the ledger".formatted(events));
    }

    private Deed killing(Actor actor) {
        return () -> {
            long start = System.nanoTime();
            actor.kill();
            actor.startAgain();
            narrator.warns("killed", "%s, with SIGKILL, %s".formatted(actor.name(), flow.words()));
            awaitListening(actor);
            narrator.says("", "%s is back after %.1f s".formatted(actor.name(), (System.nanoTime() - start) / 1e9));
        };
    }

    /** Done while one of them is frozen, which wakes afterwards and knows nothing of it. A move may have to wait for what it holds. */
    private Deed frozen(Actor actor, Deed deed) {
        return () -> {
            actor.freeze();
            narrator.warns("frozen", "%s, with SIGSTOP, %s".formatted(actor.name(), flow.words()));
            CompletableFuture<Void> awake = CompletableFuture.runAsync(
                    () -> thaw(actor), CompletableFuture.delayedExecutor(FROZEN_SECONDS, TimeUnit.SECONDS));
            deed.act();
            awake.join();
            narrator.says("", "%s goes on after %d s".formatted(actor.name(), FROZEN_SECONDS));
        };
    }

    private static void thaw(Actor actor) {
        try {
            actor.thaw();
        } catch (IOException e) {
            throw new UncheckedIOException(actor.name() + " stays frozen", e);
        }
    }

    private void awaitListening(Actor actor) throws IOException, InterruptedException {
        flow.await(actor.name() + " listens", actor::isListening);
    }

    /** Until both sides of each event are there, or one will not come. */
    private Report awaitCompared(String next) throws IOException, InterruptedException {
        flow.await(
                "both sides of each event are recorded",
                () -> operator.compare(next).counts().of(Kind.PENDING) == 0);
        return operator.compare(next);
    }
}

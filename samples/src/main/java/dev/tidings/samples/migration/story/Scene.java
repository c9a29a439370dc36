package dev.tidings.samples.migration.story;

import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.samples.demo.screen.Ink;
import dev.tidings.samples.migration.billing.NewBilling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a story stands. Written by the story, read by a screen meanwhile. */
final class Scene {
    private static final int BAR = 45;
    private static final int WORDS = 64;

    private final int expected;
    private final Ink ink;
    private final long start = System.nanoTime();
    private final Cast cast;
    private volatile Optional<Long> end = Optional.empty();
    private volatile int published;
    private volatile long entered;
    private volatile String phase = "finding the broker";
    private volatile String baton = "";

    Scene(int expected, Ink ink, Cast cast) {
        this.expected = expected;
        this.ink = ink;
        this.cast = cast;
    }

    void phase(String words) {
        phase = words;
    }

    void baton(String words) {
        baton = words;
    }

    /** So many were confirmed, and so many are in the ledger. */
    void flow(int confirmed, long inLedger) {
        published = confirmed;
        entered = inLedger;
    }

    /** The clock stands. */
    void end() {
        end = Optional.of(System.nanoTime());
    }

    Duration took() {
        return Duration.ofNanos(end.orElseGet(System::nanoTime) - start);
    }

    private double seconds() {
        return took().toMillis() / 1000.0;
    }

    String line() {
        return "%5.1f s  published %,d  in the ledger %,d  %s  %s"
                .formatted(seconds(), published, entered, baton, cut(phase));
    }

    /** At most 78 columns wide. */
    List<String> frame() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(bar("published", published));
        lines.add(bar("in ledger", entered));
        lines.add("");
        lines.add(ink.dim("  billing      runs  lives       done  forwarded  duplicates  shadowed"));
        lines.add(row(cast.old(), ""));
        lines.add(row(cast.next(), "%,10d".formatted(cast.next().count(NewBilling.SHADOW, Verdict.DONE))));
        lines.add("");
        lines.add("  " + ink.dim("%-9s  ".formatted("%.1f s".formatted(seconds()))) + cut(phase));
        lines.add("  " + ink.dim("baton      ") + cut(baton));
        return lines;
    }

    /** A line that is broken by the terminal would be one more than is known of. */
    private static String cut(String words) {
        return words.length() <= WORDS ? words : words.substring(0, WORDS - 1) + "…";
    }

    private String bar(String name, long done) {
        int shown = (int) Math.min(done, expected);
        return "  %-9s  %s %,8d %3d %%".formatted(name, ink.bar(shown, expected, BAR), done, 100L * done / expected);
    }

    private String row(Actor actor, String shadowed) {
        return "  %-9s %s %6d %,10d %s %s%s"
                .formatted(
                        actor.name(),
                        actor.isAlive() ? "    yes" : ink.red("     no"),
                        actor.lives(),
                        actor.count(actor.name(), Verdict.DONE),
                        ink.faintIfZero("%,10d", actor.count(actor.name(), Verdict.FORWARDED)),
                        ink.faintIfZero("%,11d", actor.count(actor.name(), Verdict.DUPLICATE)),
                        shadowed);
    }
}

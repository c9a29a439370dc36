package dev.tidings.bench;

import java.util.List;
import java.util.function.Consumer;

/** One thing that is measured: ours, and what it is held against. */
public interface Row {

    /** As in {@code ./bench NAME}. */
    String name();

    /** What the figures count. */
    String unit();

    /** Whether less is better, as of a time; else more is, as of a rate. */
    default boolean isLessBetter() {
        return false;
    }

    /** How many pairs, after a warm-up; a row of a single one has no warm-up. */
    default int pairs(int usual) {
        return usual;
    }

    /** One measurement of Tidings. */
    double ours(Run run) throws Exception;

    /** What it is held against, each with its own name. */
    List<Baseline> baselines();

    /** One measurement. */
    @FunctionalInterface
    interface Measurement {
        /** Does so much, and tells the rate, or the time that one took. */
        double of(Run run) throws Exception;
    }

    /** Something that does the same without Tidings. */
    record Baseline(String name, Measurement measurement) {}

    /** Where one measurement is made, how much is done in it, and where to tell what the figure does not. */
    record Run(Site site, int events, Consumer<String> progress) {

        /** What a full run usually does. */
        static final int FULL = 60_000;

        /** The same with this many events where the run is a full one, and as many fewer where it is not. */
        Run ofFull(int inAFullRun) {
            return new Run(site, (int) ((long) inAFullRun * events / FULL), progress);
        }

        /** The same with a part of the events, at least one. */
        Run oneIn(int parts) {
            return new Run(site, Math.max(1, events / parts), progress);
        }
    }
}

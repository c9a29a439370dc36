package dev.tidings.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjDoubleConsumer;

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

    /** What else a measurement tells, by {@link Run#tell}; each has a line of its own in the table. */
    default List<Figure> also() {
        return List.of();
    }

    /** All that a measurement tells; what it returns comes first. */
    default List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(name(), unit(), isLessBetter()));
        figures.addAll(also());
        return figures;
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

    /** A line of the table. */
    record Figure(String name, String unit, boolean isLessBetter) {}

    /** Something that does the same without Tidings. */
    record Baseline(String name, Measurement measurement) {}

    /**
     * Where one measurement is made, how much is done in it, and where to tell what it does not return.
     *
     * @param progress words for who watches
     * @param others further figures, by name
     */
    record Run(Site site, int events, Consumer<String> progress, ObjDoubleConsumer<String> others) {

        /** What a full run usually does. */
        public static final int FULL = 60_000;

        public Run(Site site, int events, Consumer<String> progress) {
            this(site, events, progress, (figure, value) -> {});
        }

        /** The same with this many events where the run is a full one, and as many fewer where it is not. */
        public Run ofFull(int inAFullRun) {
            return new Run(site, (int) ((long) inAFullRun * events / FULL), progress, others);
        }

        /** The same, with somebody else who is told the further figures. */
        Run telling(ObjDoubleConsumer<String> other) {
            return new Run(site, events, progress, other);
        }

        /** Tells a figure of {@link Row#also}. */
        public void tell(String figure, double value) {
            others.accept(figure, value);
        }

        /** The same with a part of the events, at least one. */
        public Run oneIn(int parts) {
            return new Run(site, Math.max(1, events / parts), progress, others);
        }
    }
}

package dev.tidings.bench.growth;

import dev.tidings.bench.Site;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Something that grows, and how its cost is measured at each size. */
interface Series {

    /** As in {@code ./bench growth NAME}. */
    String name();

    /** What is looked at, in a few words. */
    String title();

    /** What the sizes count. */
    String axis();

    /** From the smallest to the largest. */
    List<Integer> sizes();

    /** A size, as people read it. */
    default String label(int size) {
        return "%,d".formatted(size);
    }

    /** How many events one measurement has, where {@code usual} is what it has at most sizes. */
    default int events(int size, int usual) {
        return usual;
    }

    /** What the figures count. The first one is measured, others follow from it. */
    default List<Unit> units() {
        return List.of(Unit.EVENTS);
    }

    /** Sets up what both sides need at this size. */
    Scene open(Site site, int size, int events) throws Exception;

    /**
     * What a figure counts.
     *
     * @param perEvent how many of it one event is, at a size
     */
    record Unit(String name, IntToDoubleFunction perEvent) {
        static final Unit EVENTS = new Unit("events/s", size -> 1);
    }

    /** What is set up for one size, for several measurements of both sides. */
    interface Scene extends AutoCloseable {
        /** Events a second with Tidings. */
        double ours() throws Exception;

        /** Events a second with the bare client. */
        double bare() throws Exception;

        @Override
        void close();
    }
}

package dev.tidings.bench.growth;

import dev.tidings.bench.Row;
import dev.tidings.bench.Side;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What was measured at one size, in events a second. */
record Point(int size, Side ours, Side bare) {
    static final Row.Figure RATE = new Row.Figure("rate", "events/s", false);

    /** Above 1 where ours is better; the median of the ratios within the pairs. */
    OptionalDouble ratio() {
        return ours.ratioTo(bare, RATE);
    }

    /** Why a figure is not there; "" if all are. */
    String reason() {
        List<String> troubles = Stream.of(ours, bare)
                .map(Side::trouble)
                .filter(trouble -> !trouble.isEmpty())
                .toList();
        return String.join("; ", troubles);
    }

    /** The figures of one side, in a unit of which one event is so many. */
    static Spread spread(Side side, double perEvent) {
        return new Spread(
                times(side.median(RATE), perEvent),
                times(side.least(RATE), perEvent),
                times(side.most(RATE), perEvent));
    }

    private static OptionalDouble times(OptionalDouble figure, double factor) {
        return figure.isPresent() ? OptionalDouble.of(figure.getAsDouble() * factor) : figure;
    }

    /** A median, and between what the figures were; empty where there are none. */
    record Spread(OptionalDouble median, OptionalDouble least, OptionalDouble most) {}
}

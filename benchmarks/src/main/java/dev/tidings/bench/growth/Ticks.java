package dev.tidings.bench.growth;

import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Round numbers along an axis from zero: steps of 1, 2 or 5 times a power of ten. */
record Ticks(double step, int count) {
    private static final int MOST = 6;

    static Ticks upTo(double most) {
        if (most <= 0) {
            return new Ticks(1, 1);
        }
        double power = Math.pow(10, Math.floor(Math.log10(most)) - 1);
        double step = DoubleStream.of(1, 2, 5, 10, 20, 50, 100)
                .map(factor -> factor * power)
                .filter(one -> Math.ceil(most / one) <= MOST)
                .findFirst()
                .orElse(100 * power);
        return new Ticks(step, (int) Math.ceil(most / step));
    }

    double highest() {
        return step * count;
    }

    double[] values() {
        return IntStream.rangeClosed(0, count).mapToDouble(i -> i * step).toArray();
    }

    String label(double tick) {
        return String.format(Locale.ROOT, step < 1 ? "%.2f" : "%,.0f", tick);
    }
}

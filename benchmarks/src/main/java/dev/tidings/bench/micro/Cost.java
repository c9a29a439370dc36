package dev.tidings.bench.micro;

import dev.tidings.bench.output.Figure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What one operation costs. What could not be had is empty, and the reason says why.
 *
 * @param nanos of time
 * @param error the half of the interval that holds the mean with a probability of 99.9 %, in nanoseconds
 * @param bytes allocated on the heap
 */
record Cost(String name, OptionalDouble nanos, OptionalDouble error, OptionalDouble bytes, String reason) {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    static Cost of(String name, RunResult run) {
        Result<?> time = run.getPrimaryResult();
        Result<?> allocated = run.getSecondaryResults().get(ALLOCATED);
        return new Cost(
                name,
                figure(time.getScore()),
                figure(time.getScoreError()),
                allocated == null ? OptionalDouble.empty() : figure(allocated.getScore()),
                "");
    }

    static Cost unknown(String name, String reason) {
        return new Cost(name, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), reason);
    }

    /** JMH says NaN where it cannot tell. */
    private static OptionalDouble figure(double score) {
        return Double.isNaN(score) ? OptionalDouble.empty() : OptionalDouble.of(score);
    }

    Map<String, @Nullable Object> line() {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("name", "micro-" + name);
        line.put("unit", "ns/op");
        line.put("ours", Figure.number(nanos));
        line.put("error", Figure.number(error));
        line.put("bytes_per_op", Figure.number(bytes));
        if (!reason.isEmpty()) {
            line.put("reason", reason);
        }
        return line;
    }
}

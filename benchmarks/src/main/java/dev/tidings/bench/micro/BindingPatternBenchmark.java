package dev.tidings.bench.micro;

import dev.tidings.events.BindingPattern;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Whether a pattern matches a routing key of four words. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BindingPatternBenchmark {
    private final String key = "shop.eu.profile.updated";
    private final BindingPattern wild = BindingPattern.of("shop.*.#.updated");
    private final BindingPattern other = BindingPattern.of("shop.us.#");

    /** It does, with both kinds of wildcards. */
    @Benchmark
    public boolean matches() {
        return wild.matches(key);
    }

    /** It does not. */
    @Benchmark
    public boolean mismatches() {
        return other.matches(key);
    }
}

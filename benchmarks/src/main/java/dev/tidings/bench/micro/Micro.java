package dev.tidings.bench.micro;

import dev.tidings.bench.output.Figure;
import dev.tidings.bench.output.OutputOptions;
import dev.tidings.bench.output.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that shows what the hot parts cost by themselves. */
@Command(
        name = "micro",
        mixinStandardHelpOptions = true,
        description = "Measures the hot parts by themselves with JMH: time and allocated bytes of one operation.")
public final class Micro implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Benchmarks that begin with this; all by default.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--quick", description = "Short: shows that it works, not how fast it is.")
    private boolean quick;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws IOException {
        List<String> all = BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT), List.of())
                .stream()
                .map(entry -> entry.getUsername())
                .sorted()
                .toList();
        List<String> wanted = all.stream().filter(this::isWanted).toList();
        if (wanted.isEmpty()) {
            System.err.println("bench micro: no benchmark begins with " + names + "; there are "
                    + all.stream().map(Micro::name).toList());
            return 2;
        }
        List<Cost> costs = new ArrayList<>();
        for (String benchmark : wanted) {
            System.err.println("micro: " + name(benchmark));
            costs.add(measured(benchmark));
        }
        report(costs);
        return costs.stream().allMatch(cost -> cost.reason().isEmpty()) ? 0 : 1;
    }

    private boolean isWanted(String benchmark) {
        return names.isEmpty() || names.stream().anyMatch(name(benchmark)::startsWith);
    }

    /** {@code EventFormat.read} of {@code dev.tidings.bench.micro.EventFormatBenchmark.read}. */
    private static String name(String benchmark) {
        return benchmark.replaceFirst(".*\\.(\\w+)Benchmark\\.", "$1.");
    }

    private Cost measured(String benchmark) {
        try {
            Collection<RunResult> runs = new Runner(options(benchmark)).run();
            return runs.stream()
                    .findFirst()
                    .map(run -> Cost.of(name(benchmark), run))
                    .orElseGet(() -> Cost.unknown(name(benchmark), "its JVM has ended without a figure"));
        } catch (RunnerException e) {
            return Cost.unknown(name(benchmark), e.toString());
        }
    }

    private Options options(String benchmark) {
        return new OptionsBuilder()
                .include("^" + Pattern.quote(benchmark) + "$")
                .forks(1)
                .warmupIterations(quick ? 1 : 3)
                .warmupTime(quick ? TimeValue.milliseconds(100) : TimeValue.seconds(1))
                .measurementIterations(quick ? 2 : 5)
                .measurementTime(quick ? TimeValue.milliseconds(100) : TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .build();
    }

    private void report(List<Cost> costs) throws IOException {
        Table table = new Table("operation", "ns", "± ns", "bytes");
        for (Cost cost : costs) {
            table.add(cost.name(), Figure.text(cost.nanos()), Figure.text(cost.error()), Figure.text(cost.bytes()));
        }
        System.out.print(table.text());
        costs.stream()
                .filter(cost -> !cost.reason().isEmpty())
                .forEach(cost -> System.out.println("  " + cost.name() + ": " + cost.reason()));
        output.write(costs.stream().map(Cost::line).toList(), table.markdown());
    }
}

package dev.tidings.bench.command;

import dev.tidings.bench.BrokerOption;
import dev.tidings.bench.Pairs;
import dev.tidings.bench.Report;
import dev.tidings.bench.Row;
import dev.tidings.bench.Site;
import dev.tidings.bench.consuming.ConsumingRows;
import dev.tidings.bench.growth.Growth;
import dev.tidings.bench.latency.LatencyRows;
import dev.tidings.bench.micro.Micro;
import dev.tidings.bench.output.OutputOptions;
import dev.tidings.bench.owner.OwnerRows;
import dev.tidings.bench.publishing.PublishingRows;
import dev.tidings.bench.stores.StoreRows;
import dev.tidings.bench.weight.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;

/** The command line of the benchmarks. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = {Growth.class, Micro.class, Weight.class},
        description =
                "Measures Tidings against the bare client, in pairs, in one run. A ratio above 1 is better for Tidings.")
final class Bench implements Callable<Integer> {
    private static final List<Row> ROWS = Stream.of(
                    PublishingRows.all(), LatencyRows.all(), ConsumingRows.all(), StoreRows.all(), OwnerRows.all())
            .flatMap(List::stream)
            .toList();

    /** So many until the compiler is done with both sides. */
    private static final int WARM_UPS = 3;

    @Parameters(
            paramLabel = "NAME",
            description = "Rows that begin with this, with all that they measure at once; all by default.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--quick", description = "Few events and pairs: shows that it works, not how fast it is.")
    private boolean quick;

    @Mixin
    private BrokerOption broker = new BrokerOption();

    @Mixin
    private OutputOptions output = new OutputOptions();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench())
                .setExecutionStrategy(Bench::execute)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("bench: " + failure.getMessage());
                    return 1;
                })
                .execute(arguments));
    }

    /** The last command that was named; what stands before its name would say nothing to it. */
    private static int execute(ParseResult parsed) {
        if (parsed.hasSubcommand() && !parsed.matchedArgs().isEmpty()) {
            String name = parsed.subcommand().commandSpec().name();
            throw new ParameterException(
                    parsed.commandSpec().commandLine(),
                    "'" + name + "' is a command; write it first, and what belongs to it behind it: bench " + name
                            + " --quick");
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    @Override
    public Integer call() throws Exception {
        List<Row> wanted = ROWS.stream().filter(this::isWanted).toList();
        if (wanted.isEmpty()) {
            System.err.println("bench: no row begins with " + names + "; there are "
                    + ROWS.stream()
                            .flatMap(row -> row.figures().stream())
                            .map(Row.Figure::name)
                            .toList());
            return 2;
        }
        return broker.measure(site -> measure(wanted, site));
    }

    /** Whether all figures could be had. */
    private boolean measure(List<Row> rows, Site site) throws Exception {
        Pairs pairs = quick
                ? new Pairs(1, 2, new Row.Run(site, Row.Run.FULL / 10, System.err::println))
                : new Pairs(WARM_UPS, 7, new Row.Run(site, Row.Run.FULL, System.err::println));
        List<Pairs.Result> results = new ArrayList<>();
        for (Row row : rows) {
            List<Pairs.Result> figures = pairs.measure(row);
            Report.print(figures, System.err);
            results.addAll(figures);
        }
        Report.print(results, System.out);
        output.write(Report.lines(results), Report.table(results).markdown());
        return results.stream().allMatch(result -> result.reason().isEmpty());
    }

    private boolean isWanted(Row row) {
        return names.isEmpty()
                || row.figures().stream().anyMatch(figure -> names.stream().anyMatch(figure.name()::startsWith));
    }
}

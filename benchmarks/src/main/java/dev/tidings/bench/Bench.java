package dev.tidings.bench;

import dev.tidings.bench.growth.Growth;
import dev.tidings.bench.micro.Micro;
import dev.tidings.bench.weight.Weight;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
    private static final List<Row> ROWS = List.of(
            new PublishAsync(),
            new PublishBlocking(1, 20),
            new PublishBlocking(8, 4),
            new PublishBlocking(32, 2),
            new OutboxRelay(),
            new ClaimBatches(),
            new LatencyIdle(),
            new LatencyIdleHandler(),
            new ConsumeBacklog(),
            new BacklogHeap(BacklogHeap.Figure.RATE),
            new BacklogHeap(BacklogHeap.Figure.PEAK),
            new EndToEnd(Way.CAFFEINE),
            new EndToEnd(Way.REDIS),
            new EndToEnd(Way.POSTGRESQL_LEASE),
            new EndToEnd(Way.POSTGRESQL_TRANSACTIONAL),
            new EndToEnd(Way.POSTGRESQL_BATCH),
            new Tracker(),
            new CallbackBurst(false),
            new CallbackBurst(true),
            new MirrorRate(true),
            new MirrorRate(false));

    @Parameters(paramLabel = "NAME", description = "Rows that begin with this; all by default.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--quick", description = "Few events and pairs: shows that it works, not how fast it is.")
    private boolean quick;

    @Mixin
    private BrokerOption broker = new BrokerOption();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also write the results there, one JSON object a line.")
    private @Nullable Path json;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Also write the table there, in Markdown.")
    private @Nullable Path markdown;

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
                    + ROWS.stream().map(Row::name).toList());
            return 2;
        }
        return broker.measure(site -> measure(wanted, site));
    }

    /** Whether all figures could be had. */
    private boolean measure(List<Row> rows, Site site) throws Exception {
        Pairs pairs = quick
                ? new Pairs(3, new Row.Run(site, Row.Run.FULL / 10, System.err::println))
                : new Pairs(7, new Row.Run(site, Row.Run.FULL, System.err::println));
        List<Pairs.Result> results = new ArrayList<>();
        for (Row row : rows) {
            results.addAll(pairs.measure(row));
        }
        Report.print(results, System.out);
        if (json != null) {
            Report.write(results, json);
        }
        if (markdown != null) {
            Files.writeString(markdown, Report.table(results).markdown());
        }
        return results.stream().allMatch(result -> result.reason().isEmpty());
    }

    private boolean isWanted(Row row) {
        return names.isEmpty() || names.stream().anyMatch(row.name()::startsWith);
    }
}

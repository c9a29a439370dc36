package dev.tidings.bench.command;

import dev.tidings.bench.Pairs;
import dev.tidings.bench.Report;
import dev.tidings.bench.Row;
import dev.tidings.bench.Site;
import dev.tidings.bench.consuming.ConsumingRows;
import dev.tidings.bench.latency.LatencyRows;
import dev.tidings.bench.owner.OwnerRows;
import dev.tidings.bench.publishing.PublishingRows;
import dev.tidings.bench.stores.StoreRows;
import dev.tidings.testkit.broker.RabbitMqNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of the benchmarks. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "Measures Tidings against the bare client, in pairs, in one run. A ratio above 1 is better for Tidings.")
final class Bench implements Callable<Integer> {
    private static final List<Row> ROWS = Stream.of(
                    PublishingRows.all(), LatencyRows.all(), ConsumingRows.all(), StoreRows.all(), OwnerRows.all())
            .flatMap(List::stream)
            .toList();

    @Parameters(
            paramLabel = "NAME",
            description = "Rows that begin with this, with all that they measure at once; all by default.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--quick", description = "Few events and pairs: shows that it works, not how fast it is.")
    private boolean quick;

    @Option(
            names = "--rabbitmq",
            paramLabel = "URI|local",
            defaultValue = "local",
            description = "The broker; 'local' starts a private node of the installed rabbitmq-server. Default: local.")
    private String rabbitmq = "local";

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also write the results there, one JSON object a line.")
    private @Nullable Path json;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("bench: " + failure.getMessage());
                    return 1;
                })
                .execute(arguments));
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
        Optional<RabbitMqNode> node = rabbitmq.equals("local") ? Optional.of(RabbitMqNode.start()) : Optional.empty();
        try {
            return measure(wanted, new Site(node.map(RabbitMqNode::uri).orElse(rabbitmq))) ? 0 : 1;
        } finally {
            node.ifPresent(RabbitMqNode::close);
        }
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
        return results.stream().allMatch(result -> result.reason().isEmpty());
    }

    private boolean isWanted(Row row) {
        return names.isEmpty()
                || row.figures().stream().anyMatch(figure -> names.stream().anyMatch(figure.name()::startsWith));
    }
}

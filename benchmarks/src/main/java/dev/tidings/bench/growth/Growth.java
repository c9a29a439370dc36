package dev.tidings.bench.growth;

import dev.tidings.bench.BrokerOption;
import dev.tidings.bench.Site;
import dev.tidings.bench.output.OutputOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that shows how cost grows. */
@Command(
        name = "growth",
        mixinStandardHelpOptions = true,
        description =
                "Measures how cost grows with groups, patterns, entities, bodies and instances, beside the bare client.")
public final class Growth implements Callable<Integer> {
    private static final List<Series> ALL = List.of(
            new GroupsSeries(),
            new PatternsSeries(),
            new EntitiesSeries(),
            new BodySeries(),
            new ForeignBodySeries(),
            new InstancesSeries());
    private static final int EVENTS = 20_000;
    private static final int FEW_EVENTS = 2_000;
    private static final int RUNS = 3;

    @Parameters(paramLabel = "NAME", description = "Series that begin with this; all by default.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--quick",
            description = "Few events, the ends of each series, once: shows that it works, not how fast it is.")
    private boolean quick;

    @Mixin
    private BrokerOption broker = new BrokerOption();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--plots", paramLabel = "DIR", description = "Also draw each series there, as SVG.")
    private @Nullable Path plots;

    @Override
    public Integer call() throws Exception {
        List<Series> wanted = ALL.stream()
                .filter(series -> names.isEmpty() || names.stream().anyMatch(series.name()::startsWith))
                .toList();
        if (wanted.isEmpty()) {
            System.err.println("bench growth: no series begins with " + names + "; there are "
                    + ALL.stream().map(Series::name).toList());
            return 2;
        }
        return broker.measure(site -> measure(wanted, site));
    }

    private boolean measure(List<Series> wanted, Site site) throws Exception {
        Sweep sweep = quick
                ? new Sweep(site, FEW_EVENTS, 1, Growth::ends, System.err::println)
                : new Sweep(site, EVENTS, RUNS, sizes -> sizes, System.err::println);
        List<Curve> curves = new ArrayList<>();
        for (Series series : wanted) {
            curves.add(sweep.measure(series));
        }
        for (Curve curve : curves) {
            System.out.println(curve.series().title() + " (" + curve.series().name() + ")");
            System.out.print(curve.table().text());
            curve.reasons().forEach(reason -> System.out.println("  " + reason));
            System.out.println();
        }
        write(curves);
        return curves.stream().allMatch(Curve::isOfBothSides);
    }

    private static List<Integer> ends(List<Integer> sizes) {
        return List.of(sizes.get(0), sizes.get(sizes.size() - 1));
    }

    private void write(List<Curve> curves) throws IOException {
        output.write(
                curves.stream().flatMap(curve -> curve.lines().stream()).toList(),
                curves.stream()
                        .map(curve -> "### " + curve.series().title() + "\n\n"
                                + curve.table().markdown())
                        .collect(Collectors.joining("\n")));
        if (plots != null) {
            Files.createDirectories(plots);
            for (Curve curve : curves) {
                Files.writeString(plots.resolve(curve.series().name() + ".svg"), Plot.of(curve));
            }
        }
    }
}

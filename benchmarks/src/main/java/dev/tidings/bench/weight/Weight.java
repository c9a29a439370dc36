package dev.tidings.bench.weight;

import dev.tidings.bench.Pairs;
import dev.tidings.bench.Report;
import dev.tidings.bench.output.OutputOptions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command that tells what a service takes on. */
@Command(
        name = "weight",
        mixinStandardHelpOptions = true,
        description = {
            "Counts the jars, and their bytes, that a service which publishes and consumes takes on.",
            "Without optional ones, and in the versions of this build; both sides have the same AMQP client."
        })
public final class Weight implements Callable<Integer> {
    private static final Set<String> OURS = Set.of("events-publisher", "events-consumer");
    /** What only those need who ask owners; others can exclude it. */
    private static final Set<String> FOR_OWNERS =
            Set.of("okhttp-jvm", "resilience4j-circuitbreaker", "resilience4j-retry");

    private static final Set<String> SPRING = Set.of("spring-rabbit");
    private static final Set<String> BARE = Set.of("amqp-client");
    private static final double MEBIBYTE = 1024.0 * 1024;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws Exception {
        Dependencies dependencies = Dependencies.read();
        Collection<String> spring = dependencies.closure(SPRING, Set.of());
        Collection<String> bare = dependencies.closure(BARE, Set.of());
        List<Pairs.Result> results = new ArrayList<>();
        for (String what : List.of("", "-handlers-only")) {
            Collection<String> ours = dependencies.closure(OURS, what.isEmpty() ? Set.of() : FOR_OWNERS);
            results.add(jars("weight-jars" + what, ours, spring, "spring-rabbit"));
            results.add(jars("weight-jars" + what, ours, bare, "bare"));
            results.add(size("weight-size" + what, ours, spring, "spring-rabbit"));
            results.add(size("weight-size" + what, ours, bare, "bare"));
        }
        Report.print(results, System.out);
        output.write(Report.lines(results), Report.table(results).markdown());
        return 0;
    }

    private static Pairs.Result jars(String name, Collection<String> ours, Collection<String> theirs, String baseline) {
        return result(name, "jars", ours.size(), theirs.size(), baseline);
    }

    private static Pairs.Result size(String name, Collection<String> ours, Collection<String> theirs, String baseline)
            throws IOException, URISyntaxException {
        return result(name, "MiB", mebibytes(ours), mebibytes(theirs), baseline);
    }

    /** Less is better, so a ratio above 1 means that the other side has more. */
    private static Pairs.Result result(String name, String unit, double ours, double theirs, String baseline) {
        return new Pairs.Result(
                name,
                unit,
                OptionalDouble.of(ours),
                OptionalDouble.of(theirs),
                baseline,
                OptionalDouble.of(theirs / ours),
                "");
    }

    private static double mebibytes(Collection<String> names) throws IOException, URISyntaxException {
        Path jars = jars();
        double bytes = 0;
        for (String name : names) {
            bytes += Files.size(jars.resolve(name));
        }
        return bytes / MEBIBYTE;
    }

    /** Where the build puts what the benchmarks need. */
    private static Path jars() throws URISyntaxException {
        Path jar = Path.of(
                Weight.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        return jar.resolveSibling("lib");
    }
}

package dev.tidings.samples.migration.story;

import dev.tidings.migration.Difference;
import dev.tidings.migration.Example;
import dev.tidings.migration.Report;
import dev.tidings.migration.Stratum;
import dev.tidings.migration.Verdict.Kind;
import dev.tidings.samples.migration.billing.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a report names the bug that was planted, and nothing else. */
record Evidence(Report report) {
    private static final String KEY = "order.placed";
    private static final String FIELD = "tax_cents";

    /** The events of the kind that differs most, the worst one first among its examples. */
    Optional<Stratum> worst() {
        return strata().stream()
                .filter(stratum -> !stratum.examples().isEmpty())
                .findFirst();
    }

    private List<Stratum> strata() {
        return report.strata().stream()
                .filter(stratum -> stratum.counts().mismatches() > 0)
                .toList();
    }

    /**
     * What is wrong with how the bug was found; nothing if the report names it, and nothing else, and the baton was refused for it.
     *
     * @param orders by what comparisons call an entity
     * @param refusals why the baton did not move
     */
    List<String> wrong(Map<String, Order> orders, List<String> refusals) {
        List<String> wrong = new ArrayList<>();
        if (report.exitCode() != 1 || worst().isEmpty() || !report.fields().containsKey(FIELD)) {
            wrong.add("the report does not name it: " + report.verdict());
        }
        if (refusals.stream().noneMatch(refusal -> refusal.contains(report.verdict()))) {
            wrong.add("the baton was refused for other reasons: " + refusals);
        }
        for (Stratum stratum : strata()) {
            if (!stratum.routingKey().equals(KEY)) {
                wrong.add(stratum.routingKey() + " differs as well: "
                        + stratum.counts().byKind());
            }
            stratum.examples().stream()
                    .filter(example -> !isOfBug(example, orders.get(example.entity())))
                    .forEach(example ->
                            wrong.add("%s: %s %s".formatted(example.entity(), example.kind(), example.differences())));
        }
        return wrong;
    }

    /** Whether it is about the tax of an order whose tax ends on exactly half a cent. */
    private static boolean isOfBug(Example example, @Nullable Order order) {
        return order != null
                && example.kind() == Kind.DIFFERENT
                && order.country().equals("DE")
                && order.netCents() % 100 == 50
                && example.differences().stream().map(Difference::path).anyMatch(FIELD::equals);
    }
}

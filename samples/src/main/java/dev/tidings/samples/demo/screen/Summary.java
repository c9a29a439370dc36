package dev.tidings.samples.demo.screen;

import dev.tidings.samples.demo.check.Claim;
import dev.tidings.samples.demo.check.Findings;
import java.util.ArrayList;
import java.util.List;

/** What a run came to, as lines: one for each claim, and what is wrong below it. */
final class Summary {
    private static final int MOST_PROBLEMS = 10;

    private final Ink ink;

    Summary(Ink ink) {
        this.ink = ink;
    }

    List<String> lines(List<Claim> claims) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        for (Claim claim : claims) {
            lines.add(
                    "  %s %-12s  %s".formatted(claim.holds() ? ink.check() : ink.cross(), claim.name(), claim.words()));
            claim.problems().stream().limit(MOST_PROBLEMS).forEach(problem -> lines.add("      " + ink.red(problem)));
            if (claim.problems().size() > MOST_PROBLEMS) {
                lines.add("      and %,d more".formatted(claim.problems().size() - MOST_PROBLEMS));
            }
        }
        lines.add("");
        return lines;
    }

    List<String> lines(Findings findings) {
        List<String> lines = lines(findings.claims());
        lines.add("  %s after %.1f s and %,d deliveries: %,d duplicates were recognised,"
                .formatted(
                        findings.allRight() ? ink.bold("All right") : ink.bold("Not right"),
                        findings.took().toMillis() / 1000.0,
                        findings.deliveries(),
                        findings.duplicatesSuppressed()));
        lines.add("  and search asked users %,d times for the state of now, to follow %,d events."
                .formatted(findings.callbacks(), findings.published()));
        return lines;
    }
}

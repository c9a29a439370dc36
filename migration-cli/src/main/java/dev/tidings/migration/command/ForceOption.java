package dev.tidings.migration.command;

import dev.tidings.migration.Report;
import dev.tidings.migration.baton.Force;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that moves the baton in spite of what is said against it. */
final class ForceOption {
    @Option(
            names = "--force",
            paramLabel = "REASON",
            description = "Do it in spite of what speaks against it. Reason and objections go to the log.")
    private @Nullable String reason;

    Optional<Force> alone() {
        return Optional.ofNullable(reason).map(Force::because);
    }

    Optional<Force> despite(Report report) {
        return alone().map(force -> force.despite(report));
    }
}

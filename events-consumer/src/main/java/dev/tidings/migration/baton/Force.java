package dev.tidings.migration.baton;

import dev.tidings.events.CheckReturnValue;
import dev.tidings.migration.Report;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A move in spite of what is said against it. The reason goes to the log, with all that was overridden. Immutable.
 *
 * @param reason 1 to 500 characters on one line
 * @param report what the comparison said, if there was one
 */
@CheckReturnValue
public record Force(String reason, Optional<Report> report) {
    private static final Pattern REASON = Pattern.compile("[^\\p{Cntrl}]{1,500}");

    /** Refuses an empty reason. */
    public Force {
        if (!REASON.matcher(reason).matches() || reason.isBlank()) {
            throw new IllegalArgumentException(
                    "a reason goes to the log: give 1 to 500 characters on one line, of which some can be seen");
        }
    }

    /** Without a comparison. */
    public static Force because(String reason) {
        return new Force(reason, Optional.empty());
    }

    /** In spite of this comparison, whose verdict goes to the log, too. */
    public Force despite(Report comparison) {
        return new Force(reason, Optional.of(comparison));
    }
}

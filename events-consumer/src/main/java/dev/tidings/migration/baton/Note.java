package dev.tidings.migration.baton;

import dev.tidings.migration.Report;
import java.util.List;
import java.util.Optional;

/** What is to be written to the log. */
record Note(
        Entry.Action action, String subject, Optional<String> forced, List<String> refusals, Optional<String> verdict) {

    static Note of(Entry.Action action, String subject) {
        return new Note(action, subject, Optional.empty(), List.of(), Optional.empty());
    }

    Note on(Basis basis, List<String> against) {
        return new Note(
                action,
                subject,
                basis.force().map(Force::reason),
                against,
                basis.report().map(Report::verdict));
    }
}

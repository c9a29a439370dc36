package dev.tidings.migration.baton;

import dev.tidings.migration.Report;
import java.util.Optional;

/** What a move is made on. */
record Basis(Optional<Report> report, Optional<Force> force) {
    static final Basis NONE = new Basis(Optional.empty(), Optional.empty());

    static Basis of(Report report) {
        return new Basis(Optional.of(report), Optional.empty());
    }

    static Basis of(Force force) {
        return new Basis(force.report(), Optional.of(force));
    }
}

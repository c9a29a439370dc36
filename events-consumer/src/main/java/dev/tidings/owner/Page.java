package dev.tidings.owner;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Entities of an owner, with the versions that they have now.
 *
 * @param next what to ask the next page with; empty on the last one
 */
public record Page(List<Listed> entities, Optional<String> next) {

    /**
     * One of them.
     *
     * @param changedAt when it got this version, where the owner says so
     */
    public record Listed(EntityKey entity, Version version, Optional<Instant> changedAt) {}
}

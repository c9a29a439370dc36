package dev.tidings.owner;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What somebody wants to know of an entity.
 *
 * @param atLeast the answer must be of this version number or a later one; empty if any current one will do
 * @param known the version that the asker has, whose state need not be sent again
 */
public record Question(EntityKey entity, OptionalLong atLeast, Optional<Version> known) {}

/**
 * Two billing services, which know the shop by events and REST only: the old one, and a rewrite with a bug that is hard to see. Each is a
 * program of its own. They share a database, and in it what an event does is committed together with the event's claim.
 */
@NullMarked
package dev.tidings.samples.migration.billing;

import org.jspecify.annotations.NullMarked;

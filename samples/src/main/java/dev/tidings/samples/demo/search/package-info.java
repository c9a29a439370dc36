/**
 * The search service: a mirror of all profiles, which asks their owner whenever an event says that one has changed.
 */
@NullMarked
package dev.tidings.samples.demo.search;

import org.jspecify.annotations.NullMarked;

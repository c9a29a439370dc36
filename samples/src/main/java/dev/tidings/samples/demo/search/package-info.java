/**
 * The search service: keeps a copy of all profiles, by asking their owner whenever an event says that one has changed.
 */
@NullMarked
package dev.tidings.samples.demo.search;

import org.jspecify.annotations.NullMarked;

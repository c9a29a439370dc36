/**
 * Shows whether a place for copies keeps the rules that a mirror relies on.
 *
 * <p>Extend {@link dev.tidings.testkit.mirror.MirrorTargetContract}; it is a JUnit suite.
 */
@NullMarked
package dev.tidings.testkit.mirror;

import org.jspecify.annotations.NullMarked;

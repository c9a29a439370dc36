/**
 * The audit service: counts what happens.
 */
@NullMarked
package dev.tidings.samples.demo.audit;

import org.jspecify.annotations.NullMarked;

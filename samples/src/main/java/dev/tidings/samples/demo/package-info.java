/**
 * Four small services that tell each other what changed, in one process, on one broker; and a check that all came out right.
 *
 * <p>Start reading at {@link dev.tidings.samples.demo.Demo}. The services know each other by events and by REST only.
 */
@NullMarked
package dev.tidings.samples.demo;

import org.jspecify.annotations.NullMarked;

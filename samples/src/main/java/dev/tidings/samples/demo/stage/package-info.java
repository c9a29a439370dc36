/**
 * What every run needs, whatever it plays: a broker, a look into its queues, a REST API, a directory, a file for the outcome, an end by
 * Ctrl-C.
 */
@NullMarked
package dev.tidings.samples.demo.stage;

import org.jspecify.annotations.NullMarked;

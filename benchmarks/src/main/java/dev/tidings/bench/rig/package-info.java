/** What rows are set up and measured with: queues, a database, a countdown. */
@NullMarked
package dev.tidings.bench.rig;

import org.jspecify.annotations.NullMarked;

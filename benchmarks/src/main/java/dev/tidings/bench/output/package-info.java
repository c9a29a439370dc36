/** How figures are shown: as text, as tables, and as one JSON object a line. Knows nothing of what was measured. */
@NullMarked
package dev.tidings.bench.output;

import org.jspecify.annotations.NullMarked;

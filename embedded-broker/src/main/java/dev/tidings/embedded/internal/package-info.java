/** What Qpid loads by name through its service files, and therefore has to be public. Not for users. */
@NullMarked
package dev.tidings.embedded.internal;

import org.jspecify.annotations.NullMarked;

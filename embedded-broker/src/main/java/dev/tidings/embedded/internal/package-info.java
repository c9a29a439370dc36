/** What is loaded by name through service files, and therefore has to be public. Not for users. */
@NullMarked
package dev.tidings.embedded.internal;

import org.jspecify.annotations.NullMarked;

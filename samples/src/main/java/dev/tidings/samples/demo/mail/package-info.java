/**
 * The mail worker: welcomes each new user, once.
 */
@NullMarked
package dev.tidings.samples.demo.mail;

import org.jspecify.annotations.NullMarked;

/**
 * The user service: owns the users, answers for them by REST, and tells when one has changed.
 */
@NullMarked
package dev.tidings.samples.demo.users;

import org.jspecify.annotations.NullMarked;

/**
 * The shop: owns the orders, answers for them by REST, and tells when one was placed, paid or cancelled.
 */
@NullMarked
package dev.tidings.samples.migration.shop;

import org.jspecify.annotations.NullMarked;

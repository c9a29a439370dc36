/** What a service takes on with Tidings, in jars and bytes, beside Spring AMQP. */
@NullMarked
package dev.tidings.bench.weight;

import org.jspecify.annotations.NullMarked;

/**
 * A broker inside the JVM, for laptops and tests: no server to install, the same AMQP 0-9-1 client code.
 *
 * <p>Apache Qpid Broker-J does the work; no type of it appears in what is public here.
 */
@NullMarked
package dev.tidings.embedded;

import org.jspecify.annotations.NullMarked;

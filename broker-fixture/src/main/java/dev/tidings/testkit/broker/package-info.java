/**
 * A real RabbitMQ for tests: found or started once per JVM, a virtual host for each test class, and nodes that may be killed.
 *
 * <p>A private node listens on loopback only, has its own name, cookie, name service and data, and shares nothing with a
 * broker that the system runs. It ends with the JVM, even with one that is killed.
 */
@NullMarked
package dev.tidings.testkit.broker;

import org.jspecify.annotations.NullMarked;

/**
 * A TCP proxy on loopback that cuts, stalls, delays and throttles on command.
 *
 * <p>It knows bytes and no protocol, so it stands before a broker, a database or an HTTP server alike.
 */
@NullMarked
package dev.tidings.testkit.proxy;

import org.jspecify.annotations.NullMarked;

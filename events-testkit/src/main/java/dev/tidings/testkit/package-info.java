/**
 * For tests of services, without a broker: consumer groups in the test's own thread, with time moved by hand, and publishers that record.
 *
 * <p>Start at {@link dev.tidings.testkit.TestGroup#of}. A {@link dev.tidings.testkit.SimulatedBroker} joins several groups and publishers;
 * a {@link dev.tidings.testkit.RecordingPublisher} stands in for one publisher. Everything between the queue and the handler is the
 * production code; what the broker does is simulated, see the page on testing for what that leaves out. A {@link
 * dev.tidings.testkit.FakeOwner} is asked over HTTP, and breaks on command.
 */
@NullMarked
package dev.tidings.testkit;

import org.jspecify.annotations.NullMarked;

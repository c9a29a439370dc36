package dev.tidings.testkit.broker;

import dev.tidings.testkit.process.Required;
import java.util.Optional;

/**
 * A RabbitMQ that the tests of this JVM may stop, kill and set up, one class after the other. It is started when it is first asked
 * for, and ends with the JVM.
 */
public final class PrivateNode {
    private static Optional<RabbitMqNode> started = Optional.empty();

    private PrivateNode() {}

    /** The one of this JVM. Where RabbitMQ is not installed, a test fails if {@code CI} is set, and is skipped elsewhere. */
    public static synchronized RabbitMqNode shared() {
        try {
            RabbitMqNode node = started.orElseGet(RabbitMqNode::start);
            started = Optional.of(node);
            return node;
        } catch (RuntimeException e) {
            throw Required.missing("no private RabbitMQ: " + e.getMessage(), e, System.getenv());
        }
    }
}

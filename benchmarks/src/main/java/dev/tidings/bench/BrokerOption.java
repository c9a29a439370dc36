package dev.tidings.bench;

import dev.tidings.testkit.broker.RabbitMqNode;
import picocli.CommandLine.Option;

/** The option that says which broker is measured on. */
public final class BrokerOption {
    @Option(
            names = "--rabbitmq",
            paramLabel = "URI|local",
            defaultValue = "local",
            description = "The broker; 'local' starts a private node of the installed rabbitmq-server. Default: local.")
    private String rabbitmq = "local";

    /** What is done on a broker. */
    @FunctionalInterface
    public interface Measuring {
        /** Whether all figures could be had. */
        boolean on(Site site) throws Exception;
    }

    /** Does it on the broker that was asked for, and tells the exit code. */
    public int measure(Measuring measuring) throws Exception {
        if (!rabbitmq.equals("local")) {
            return measuring.on(new Site(rabbitmq)) ? 0 : 1;
        }
        try (RabbitMqNode node = RabbitMqNode.start()) {
            return measuring.on(new Site(node.uri())) ? 0 : 1;
        }
    }
}

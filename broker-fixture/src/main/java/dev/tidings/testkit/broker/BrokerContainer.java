package dev.tidings.testkit.broker;

import java.io.IOException;
import java.util.Map;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/** RabbitMQ in a container. The only class that knows Testcontainers, which may be absent. */
final class BrokerContainer {
    static final String IMAGE_VARIABLE = "TIDINGS_RABBITMQ_IMAGE";
    private static final String DEFAULT_IMAGE = "rabbitmq:4.1-alpine";

    private final RabbitMQContainer container;

    private BrokerContainer(RabbitMQContainer container) {
        this.container = container;
    }

    static TestBroker start(Map<String, String> environment) {
        String image = environment.getOrDefault(IMAGE_VARIABLE, DEFAULT_IMAGE);
        BrokerContainer broker = new BrokerContainer(new RabbitMQContainer(image));
        broker.container.start();
        return new OwnBroker("a container of " + image, broker.container.getAmqpUrl(), broker::evaluate);
    }

    private String evaluate(String expressions) {
        try {
            ExecResult result = container.execInContainer("rabbitmqctl", "eval", expressions);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException("rabbitmqctl eval failed: " + result.getStdout() + result.getStderr());
            }
            return result.getStdout();
        } catch (IOException e) {
            throw new IllegalStateException("rabbitmqctl cannot be run in the container", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during rabbitmqctl eval", e);
        }
    }
}

package dev.tidings.testkit.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds or starts the broker of the tests, once: a named one, Docker, an installed server.
 *
 * <p>A failure is remembered too, so that a hundred test classes do not wait a hundred times.
 */
final class BrokerFinder {
    private static final Logger log = LoggerFactory.getLogger(RabbitMq.class);
    private static final String TESTCONTAINERS = "org.testcontainers.rabbitmq.RabbitMQContainer";

    private final Map<String, String> environment;
    private final Path systemRoot;
    private Optional<Optional<TestBroker>> found = Optional.empty();
    private Optional<RuntimeException> failed = Optional.empty();

    BrokerFinder(Map<String, String> environment, Path systemRoot) {
        this.environment = environment;
        this.systemRoot = systemRoot;
    }

    /** Where nothing was found, tests fail instead of being skipped. */
    boolean isCi() {
        return !environment.getOrDefault("CI", "").isEmpty();
    }

    /** What to do to have one. */
    String advice() {
        return "none was found: set " + ForeignBroker.VARIABLE + ", start Docker, or install rabbitmq-server";
    }

    /** Empty where there is none and none can be started. */
    synchronized Optional<TestBroker> broker() {
        if (failed.isPresent()) {
            throw failed.get();
        }
        if (found.isEmpty()) {
            try {
                found = Optional.of(find());
            } catch (RuntimeException e) {
                failed = Optional.of(e);
                throw e;
            }
            found.flatMap(broker -> broker)
                    .ifPresent(broker -> log.info("Tests use RabbitMQ: {}", broker.description()));
        }
        return found.get();
    }

    private Optional<TestBroker> find() {
        String named = environment.getOrDefault(ForeignBroker.VARIABLE, "");
        if (!named.isEmpty()) {
            return Optional.of(ForeignBroker.at(named));
        }
        boolean chroot =
                !environment.getOrDefault(Installation.ROOT_VARIABLE, "").isEmpty();
        Optional<TestBroker> container = chroot ? Optional.empty() : container();
        return container.or(() -> Installation.find(environment, systemRoot).map(BrokerFinder::node));
    }

    private Optional<TestBroker> container() {
        if (!DockerSocket.answers(environment) || !hasTestcontainers()) {
            return Optional.empty();
        }
        try {
            return Optional.of(BrokerContainer.start(environment));
        } catch (RuntimeException e) {
            log.warn("Docker answers, but RabbitMQ did not start in it: {}", e.toString());
            return Optional.empty();
        }
    }

    private static boolean hasTestcontainers() {
        try {
            Class.forName(TESTCONTAINERS, false, BrokerFinder.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static TestBroker node(Installation installation) {
        RabbitMqNode node = RabbitMqNode.start(NodeHome.create(installation));
        return new OwnBroker(
                "a private node, RabbitMQ " + node.version() + " on port " + node.port(), node.uri(), node::evaluate);
    }
}

package dev.tidings.testkit.broker;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A RabbitMQ for the tests of a class, by JUnit: {@code @RegisterExtension static final RabbitMq rabbit = RabbitMq.shared();}.
 *
 * <p>One broker per JVM, the first of: {@code TIDINGS_TEST_AMQP_URI}; Docker, where an engine answers and Testcontainers is
 * in the class path; an installed {@code rabbitmq-server}, as a private node. Where there is none, the tests fail if the
 * environment variable {@code CI} is set, else they are skipped and counted.
 *
 * <p>On a broker of ours each test class has a virtual host of its own. On another one it has unique names only, and what
 * was {@linkplain #name named} here is deleted afterwards. Not for test classes that share this object and run at the same
 * time. Thread-safe within a class.
 */
public final class RabbitMq implements ExecutionCondition, BeforeAllCallback, AfterAllCallback {
    private static final BrokerFinder SHARED = new BrokerFinder(System.getenv(), Path.of("/"));

    private final BrokerFinder finder;
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private volatile Optional<Room> room = Optional.empty();
    private int depth;

    private record Room(TestBroker broker, String id, String uri) {}

    RabbitMq(BrokerFinder finder) {
        this.finder = finder;
    }

    /** The broker that all test classes of this JVM share. */
    public static RabbitMq shared() {
        return new RabbitMq(SHARED);
    }

    /** The broker's URI, with the virtual host of this test class. Contains a password. */
    public String uri() {
        return room().uri();
    }

    /**
     * A name for a queue or an exchange that no other test class has: {@code users-3f9a21c7}. The same for the same word
     * within a class. On a shared broker, the queue and the exchange of that name are deleted after the class.
     */
    public String name(String word) {
        String name = word + "-" + room().id();
        names.add(name);
        return name;
    }

    /** Deletes these queues and exchanges too after the class, on a shared broker: names derived from a {@link #name}. */
    public void alsoDelete(String... queuesOrExchanges) {
        names.addAll(Set.of(queuesOrExchanges));
    }

    private Room room() {
        return room.orElseThrow(
                () -> new IllegalStateException(
                        "RabbitMq has no broker yet or no more: it works between"
                                + " @BeforeAll and @AfterAll of a class that has it in a static field with @RegisterExtension"));
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean askedBefore = context.getTestMethod().isPresent() || room.isPresent();
        if (askedBefore || finder.isCi() || finder.broker().isPresent()) {
            return ConditionEvaluationResult.enabled("RabbitMQ is needed");
        }
        SkippedTests.of(context).add(context.getRequiredTestClass(), finder.advice());
        return ConditionEvaluationResult.disabled("RabbitMQ is needed, and " + finder.advice());
    }

    /** A nested class stays in the room of the class around it. */
    @Override
    public synchronized void beforeAll(ExtensionContext context) {
        if (depth == 0) {
            TestBroker broker = finder.broker()
                    .orElseThrow(() ->
                            new IllegalStateException("RabbitMQ is needed where CI is set, and " + finder.advice()));
            String id = UUID.randomUUID().toString().substring(0, 8);
            room = Optional.of(new Room(broker, id, broker.open(id)));
        }
        depth++;
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        depth--;
        if (depth == 0) {
            Room left = room();
            room = Optional.empty();
            left.broker().close(left.id(), Set.copyOf(names));
            names.clear();
        }
    }
}

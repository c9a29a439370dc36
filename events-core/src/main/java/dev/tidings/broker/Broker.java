package dev.tidings.broker;

import dev.tidings.events.CheckReturnValue;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * The connections to a broker, kept alive: one for publishing, one for consuming.
 *
 * <p>{@code connect} returns at once and keeps trying, so a service starts without its broker. A lost connection is replaced, with
 * growing, jittered pauses (100 ms to 10 s). What it waits for is logged once per state and told by {@link #health()}. Closing it
 * closes all that runs on it, consumers first. Safe for use by many threads; one per process is enough.
 *
 * <pre>{@code
 * try (Broker broker = Broker.connect("amqp://localhost");
 *         EventPublisher users = EventPublisher.to("users").open(broker)) {
 *     users.publish(DomainEvent.of("profile.updated", "user_id", 42).changed("country", "city"));
 * }
 * }</pre>
 */
public interface Broker extends Running {

    /**
     * Connects to the broker at a URI, with defaults for all else.
     *
     * @param uri see {@link #at}
     */
    static Broker connect(String uri) {
        return at(uri).connect();
    }

    /**
     * Connects to the broker that the environment names: {@code AMQP_URI} (several nodes separated by commas), by default {@code
     * amqp://localhost}. {@code AMQP_USERNAME} and {@code AMQP_PASSWORD} win over the URI.
     */
    static Broker fromEnvironment() {
        return new Spec(Environment.uri(System::getenv), "", Optional.empty()).connect();
    }

    /**
     * Describes the connections to a broker or a cluster.
     *
     * @param uri {@code amqp://[user:password@]host[:5672][/vhost]}, {@code amqps://} with TLS on 5671, or {@code embedded:} for a
     *     broker in this process (with the module embedded-broker on the class path), {@code embedded:DIRECTORY} for one that keeps its
     *     queues there. Without a virtual host, and with a bare trailing slash, it is {@code /}.
     * @param moreNodes URIs of further nodes of the same cluster; a node is chosen at random for each connection
     * @throws IllegalArgumentException if a URI is malformed, or the nodes differ in credentials, virtual host or TLS
     */
    static Spec at(String uri, String... moreNodes) {
        return new Spec(BrokerUri.parseAll(uri, moreNodes), "", Optional.empty());
    }

    /**
     * Waits until both connections stand, for tests and mains that prefer to fail early.
     *
     * @throws dev.tidings.events.TidingsException if they do not stand in time; the message says why
     */
    Broker awaitConnected(Duration atMost);

    /** Blocks until the process is told to end (SIGTERM, Ctrl-C), then closes this broker. The last line of a plain main. */
    void awaitShutdown();

    /** An immutable description of the connections to a broker. Prints without credentials. */
    @CheckReturnValue
    final class Spec {
        private final BrokerUri uri;
        private final String name;
        private final Optional<SSLContext> tls;

        private Spec(BrokerUri uri, String name, Optional<SSLContext> tls) {
            this.uri = uri;
            this.name = name;
            this.tls = tls;
        }

        /** Credentials in place of those in the URI. The password is asked for at each connection, so that it may be renewed. */
        public Spec credentials(String user, Supplier<String> password) {
            return new Spec(uri.withCredentials(user, password), name, tls);
        }

        /** The name shown for these connections in the broker's management. Default: the main class of this process. */
        public Spec name(String shown) {
            return new Spec(uri, shown, tls);
        }

        /** Keys and trust for {@code amqps}. Default: those of the JVM. The host name is verified in either case. */
        public Spec tls(SSLContext context) {
            if (!uri.tls()) {
                throw new IllegalArgumentException(
                        "TLS is set for " + uri + ", which is a plain connection; use amqps://");
            }
            return new Spec(uri, name, Optional.of(context));
        }

        /** Starts connecting, and returns at once. */
        public Broker connect() {
            return ConnectedBroker.start(uri, name, tls);
        }

        @Override
        public String toString() {
            return uri.toString();
        }
    }
}

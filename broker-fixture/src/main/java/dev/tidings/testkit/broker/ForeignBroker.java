package dev.tidings.testkit.broker;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** A broker that somebody else runs: test classes share a virtual host and clean up by name. */
final class ForeignBroker implements TestBroker {
    static final String VARIABLE = "TIDINGS_TEST_AMQP_URI";

    private final String uri;
    private final String description;

    private ForeignBroker(String uri, String description) {
        this.uri = uri;
        this.description = description;
    }

    /** Connects once: who names a broker wants that one, so an unreachable one is an error and never a reason to take another. */
    static ForeignBroker at(String uri) {
        String place = place(uri);
        try (Connection connection = factory(uri).newConnection("tidings broker-fixture")) {
            return new ForeignBroker(
                    uri,
                    place + ", RabbitMQ " + connection.getServerProperties().get("version"));
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException(
                    VARIABLE + " names a broker that does not let us in: " + place + " (" + e
                            + "); unset it to use another",
                    e);
        }
    }

    private static String place(String uri) {
        try {
            URI parsed = new URI(uri);
            return parsed.getScheme() + "://" + parsed.getHost() + (parsed.getPort() < 0 ? "" : ":" + parsed.getPort())
                    + parsed.getPath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(
                    VARIABLE + " is not a URI: " + e.getReason()); // its message has the password
        }
    }

    private static ConnectionFactory factory(String uri) {
        try {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(uri);
            factory.setAutomaticRecoveryEnabled(false);
            return factory;
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    VARIABLE + " cannot be used: " + e.getClass().getSimpleName());
        }
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public String open(String room) {
        return uri;
    }

    @Override
    public void close(String room, Set<String> names) {
        try (Connection connection = factory(uri).newConnection("tidings broker-fixture");
                Channel channel = connection.createChannel()) {
            for (String name : names) {
                channel.queueDelete(name);
                channel.exchangeDelete(name);
            }
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException("Could not delete what the tests left on " + description + ": " + names, e);
        }
    }
}

package dev.tidings.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.events.CheckReturnValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * The bindings in a virtual host of RabbitMQ, asked of its management API anew each time. Immutable, and safe for use by many threads.
 * Prints without credentials.
 *
 * <p>The user needs the tag {@code management} and some permission in the virtual host. An exchange that is bound to another listens to
 * what its binding lets through, whoever is behind it. Headers exchanges, and types that are not AMQP's own, let everything through. An
 * alternate exchange is no listener: it gets nothing while a tracker is bound.
 *
 * @see <a href="https://www.rabbitmq.com/docs/management">Management in RabbitMQ</a>
 */
@CheckReturnValue
public final class RabbitMqBindings implements Bindings {
    private final ManagementApi api;
    private final String virtualHost;

    private RabbitMqBindings(ManagementApi api, String virtualHost) {
        this.api = api;
        this.virtualHost = virtualHost;
    }

    /**
     * Those of the virtual host {@code /}, asked as guest.
     *
     * @param url of the management, such as {@code https://rabbit.internal:15671}; without credentials
     */
    public static RabbitMqBindings at(String url) {
        return new RabbitMqBindings(
                new ManagementApi(ManagementApi.checked(url), "guest", () -> "guest", Optional.empty()), "/");
    }

    /** Who asks. The password is asked for each time, so that it may be renewed. */
    public RabbitMqBindings credentials(String user, Supplier<String> password) {
        return new RabbitMqBindings(new ManagementApi(api.base(), user, password, api.tls()), virtualHost);
    }

    /** Another virtual host than {@code /}. */
    public RabbitMqBindings virtualHost(String name) {
        return new RabbitMqBindings(api, name);
    }

    /** Keys and trust for {@code https}. Default: those of the JVM. The host name is verified in either case. */
    public RabbitMqBindings tls(SSLContext context) {
        return new RabbitMqBindings(
                new ManagementApi(api.base(), api.user(), api.password(), Optional.of(context)), virtualHost);
    }

    /**
     * Asks; takes 20 seconds at most.
     *
     * @throws dev.tidings.events.TidingsException if there is no such answer in time; the message says why
     */
    @Override
    public List<Listener> listeners() {
        Map<String, String> types = new HashMap<>();
        for (JsonNode exchange : api.list("exchanges", virtualHost, "name,type")) {
            types.put(text(exchange, "name"), text(exchange, "type"));
        }
        List<Listener> listeners = new ArrayList<>();
        for (JsonNode binding : api.list("bindings", virtualHost, "source,destination,routing_key")) {
            String source = text(binding, "source");
            // The default exchange routes by the names of queues, and is in no list of every version.
            String type = source.isEmpty() ? "direct" : types.getOrDefault(source, "");
            listeners.add(Bound.to(source, type, text(binding, "routing_key"), text(binding, "destination")));
        }
        return listeners;
    }

    private static String text(JsonNode object, String field) {
        return object.path(field).asText("");
    }

    @Override
    public String toString() {
        return "bindings of virtual host " + virtualHost + " at " + api.base();
    }
}

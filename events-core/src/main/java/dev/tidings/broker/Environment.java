package dev.tidings.broker;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads where the broker is from environment variables. */
final class Environment {
    private Environment() {}

    static BrokerUri uri(Function<String, @Nullable String> variables) {
        String[] uris = or(variables, "AMQP_URI", "amqp://localhost").strip().split("\\s*,\\s*", -1);
        BrokerUri uri = BrokerUri.parseAll(uris[0], Arrays.copyOfRange(uris, 1, uris.length));
        String user = or(variables, "AMQP_USERNAME", uri.user());
        String password = or(variables, "AMQP_PASSWORD", uri.password().get());
        return uri.withCredentials(user, () -> password);
    }

    private static String or(Function<String, @Nullable String> variables, String name, String absent) {
        String value = variables.apply(name);
        return value == null || value.isBlank() ? absent : value;
    }
}

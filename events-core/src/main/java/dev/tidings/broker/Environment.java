package dev.tidings.broker;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads where the broker is from environment variables. */
final class Environment {
    private Environment() {}

    static Broker.Spec spec(Function<String, @Nullable String> variables) {
        String[] uris = or(variables, "AMQP_URI", "amqp://localhost").strip().split("\\s*,\\s*", -1);
        Broker.Spec spec = Broker.at(uris[0], Arrays.copyOfRange(uris, 1, uris.length));
        BrokerUri uri = BrokerUri.parseAll(uris[0]);
        String user = or(variables, "AMQP_USERNAME", uri.user());
        String password = or(variables, "AMQP_PASSWORD", uri.password().get());
        return spec.credentials(user, () -> password);
    }

    private static String or(Function<String, @Nullable String> variables, String name, String absent) {
        String value = variables.apply(name);
        return value == null || value.isBlank() ? absent : value;
    }
}

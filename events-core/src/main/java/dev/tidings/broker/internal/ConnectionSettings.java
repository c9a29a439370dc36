package dev.tidings.broker.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** All that is needed to open a connection. Prints without credentials. */
public record ConnectionSettings(
        List<Node> nodes,
        String virtualHost,
        String user,
        Supplier<String> password,
        boolean tls,
        Optional<SSLContext> tlsContext,
        String name) {

    /** One node of a broker. */
    public record Node(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    @Override
    public String toString() {
        return name + " to " + nodes + " virtual host '" + virtualHost + "'" + (tls ? " with TLS" : "");
    }
}

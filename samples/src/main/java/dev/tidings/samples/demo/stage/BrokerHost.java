package dev.tidings.samples.demo.stage;

import dev.tidings.embedded.EmbeddedBroker;
import java.nio.file.Path;

/**
 * The broker of a run: somebody's, or one in this process that ends with the run. All services connect to it by its URI, since each
 * {@code Broker.connect("embedded:")} would start one of its own.
 */
public interface BrokerHost extends AutoCloseable {
    /** Asks for a broker in this process; a directory may follow, where it keeps its queues. */
    String EMBEDDED = "embedded:";

    /** Finds or starts it. */
    static BrokerHost at(String uri) {
        if (!uri.startsWith(EMBEDDED)) {
            return () -> uri;
        }
        String directory = uri.substring(EMBEDDED.length());
        EmbeddedBroker broker =
                directory.isEmpty() ? EmbeddedBroker.start() : EmbeddedBroker.storedIn(Path.of(directory));
        return new BrokerHost() {
            @Override
            public String uri() {
                return broker.uri();
            }

            @Override
            public void close() {
                broker.close();
            }
        };
    }

    /** Where it is, with credentials. */
    String uri();

    @Override
    default void close() {}
}

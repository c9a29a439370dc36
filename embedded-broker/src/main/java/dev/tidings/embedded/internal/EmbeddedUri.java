package dev.tidings.embedded.internal;

import dev.tidings.broker.internal.EmbeddedBrokers;
import dev.tidings.embedded.EmbeddedBroker;
import java.nio.file.Path;

/** Starts a broker for {@code Broker.connect("embedded:")} and {@code Broker.connect("embedded:DIRECTORY")}. */
public final class EmbeddedUri implements EmbeddedBrokers {

    @Override
    public Started start(String location) {
        EmbeddedBroker broker =
                location.isEmpty() ? EmbeddedBroker.start() : EmbeddedBroker.storedIn(Path.of(location));
        return new Started() {
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
}

package dev.tidings.bench.peers;

import java.io.IOException;

/** What is done with a delivery before it is acknowledged. Safe for use by as many threads as call it. */
@FunctionalInterface
public interface Listener {
    void received(String messageId, byte[] body) throws IOException;
}

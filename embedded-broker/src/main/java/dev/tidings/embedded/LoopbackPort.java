package dev.tidings.embedded;

import dev.tidings.events.TidingsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Says in words, before Qpid tries, that a port is taken. */
final class LoopbackPort {
    private LoopbackPort() {}

    static void requireFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(loopback(), port));
        } catch (IOException e) {
            throw new TidingsException(
                    "Port " + port + " of 127.0.0.1 cannot be listened on (" + e.getMessage()
                            + "). Another broker may be running: use that one, stop it, or choose another port; 0 is any free one.",
                    e);
        }
    }

    private static InetAddress loopback() throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }
}

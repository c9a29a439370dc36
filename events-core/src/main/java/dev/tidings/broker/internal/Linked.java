package dev.tidings.broker.internal;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.Socket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a {@link Link}, and the dialect of the broker at its other end. */
final class Linked {
    private static final Logger log = LoggerFactory.getLogger(Linked.class);

    private final Connection connection;
    private final BrokerDialect dialect;
    private final Socket socket;
    private volatile String cutBecause = "";

    Linked(Connection connection, Socket socket) {
        this.connection = connection;
        this.dialect = BrokerDialect.of(connection.getServerProperties());
        this.socket = socket;
    }

    Connection connection() {
        return connection;
    }

    BrokerDialect dialect() {
        return dialect;
    }

    /**
     * Ends a connection that is seen to be useless, so that a new one takes its place. Returns at once: the client's own ways to end
     * one write to it first, and wait for whoever is held up writing.
     */
    void cut(String why) {
        cutBecause = why;
        try {
            // Without it, closing a TLS socket waits for its writer.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            log.debug("{} was already gone: {}", this, Causes.inWords(e));
        }
    }

    /** Why it ended, in words. */
    String endedBecause(ShutdownSignalException cause) {
        return cutBecause.isEmpty() ? Causes.inWords(cause) : cutBecause;
    }

    /** Says goodbye and waits for the answer, but not for long; then ends it all the same. */
    void close(int timeoutMillis) throws InterruptedException {
        Thread goodbye = Threads.daemon("tidings goodbye to " + this, () -> connection.abort(timeoutMillis));
        goodbye.start();
        goodbye.join(timeoutMillis);
        cut("closed");
    }

    @Override
    public String toString() {
        return connection.getAddress().getHostAddress() + ":" + connection.getPort() + ", " + dialect;
    }
}

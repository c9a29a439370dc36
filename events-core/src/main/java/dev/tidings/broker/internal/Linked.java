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
    private volatile String blockedBecause = "";

    Linked(Connection connection, Socket socket) {
        this.connection = connection;
        this.dialect = BrokerDialect.of(connection.getServerProperties());
        this.socket = socket;
        connection.addBlockedListener(this::blocked, () -> blocked(""));
    }

    /** Once per state, by the broker: "" when it takes publishes again. */
    private void blocked(String reason) {
        blockedBecause = reason;
        if (reason.isEmpty()) {
            log.info("{}: takes publishes again", this);
        } else {
            log.warn("{}: takes no publishes until its alarm is over: {}", this, reason);
        }
    }

    /** Whether the broker takes no publishes on it for now (a memory or disk alarm). */
    boolean isBlocked() {
        return !blockedBecause.isEmpty();
    }

    /** Why the broker takes no publishes; "" while it does. */
    String blockedBecause() {
        return blockedBecause;
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

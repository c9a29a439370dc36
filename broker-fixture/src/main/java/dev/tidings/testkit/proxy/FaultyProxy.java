package dev.tidings.testkit.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP proxy on loopback in front of one server, with faults to order. Passes everything on until told otherwise. Thread-safe.
 *
 * <p>Faults last until {@link #heal()}, and hold for the connections there are and those to come. {@link #cut} is done once, to the
 * connections there are. Bytes that a stalled direction has read already stay here, and go on when it heals.
 */
public final class FaultyProxy implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FaultyProxy.class);
    private static final int CONNECT_MILLIS = 5_000;

    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final Faults faults = new Faults();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();

    private FaultyProxy(InetSocketAddress target, ServerSocket listener) {
        this.target = target;
        this.listener = listener;
    }

    /** Starts one on a free port, in front of a server that need not be there yet. */
    public static FaultyProxy to(String host, int port) {
        try {
            ServerSocket listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
            FaultyProxy proxy = new FaultyProxy(new InetSocketAddress(host, port), listener);
            Thread acceptor = new Thread(proxy::acceptAll, "faulty proxy to " + host + ":" + port);
            acceptor.setDaemon(true);
            acceptor.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("no proxy to " + host + ":" + port, e);
        }
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                accept(listener.accept());
            } catch (IOException e) {
                log.debug("proxy to {}: {}", target, e.getMessage());
            }
        }
    }

    private void accept(Socket client) throws IOException {
        accepted.incrementAndGet();
        Socket server = new Socket();
        ProxiedConnection connection = new ProxiedConnection(client, server, faults, connections::remove);
        if (faults.isRefusing()) {
            connection.cut(Ending.RST);
            return;
        }
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(target, CONNECT_MILLIS);
        } catch (IOException e) {
            connection.cut(Ending.RST);
            throw e;
        }
        connections.add(connection);
        connection.start();
        if (listener.isClosed()) {
            connection.cut(Ending.RST);
        }
    }

    /** Where it listens, on 127.0.0.1. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Cuts all connections there are. New ones are let through. */
    public void cut(Ending how) {
        List.copyOf(connections).forEach(connection -> connection.cut(how));
    }

    /** Passes nothing on in these directions; both are a black hole. */
    public void stall(Direction... directions) {
        List.of(directions).forEach(faults::stall);
    }

    /** Passes each piece on after a pause. */
    public void delay(Duration each) {
        faults.delay(each);
    }

    /** Passes no more than so many bytes a second in each direction of a connection. */
    public void limit(long bytesPerSecond) {
        faults.limit(bytesPerSecond);
    }

    /** Cuts the connection that takes so many more bytes this way, after exactly those, and each one after it at its next byte. */
    public void cutAfter(Direction direction, long bytes, Ending how) {
        faults.cutAfter(direction, bytes, how);
    }

    /** Resets new connections at once. */
    public void refuse() {
        faults.refuse();
    }

    /** Ends all faults. What was held back goes on. */
    public void heal() {
        faults.heal();
    }

    /** How many connections clients have made so far, refused ones included. */
    public int accepted() {
        return accepted.get();
    }

    /** How many bytes have passed this way so far, in all connections. */
    public long passed(Direction direction) {
        return faults.passed(direction);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            log.debug("proxy to {}: {}", target, e.getMessage());
        }
        faults.heal();
        cut(Ending.RST);
    }
}

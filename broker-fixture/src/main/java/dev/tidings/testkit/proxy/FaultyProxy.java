package dev.tidings.testkit.proxy;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TCP proxy on loopback that breaks what goes through it, on command.
 *
 * <p>Faults last until {@link #heal} and add up; {@link #reset} and {@link #finish} happen once, to the connections that are
 * open. Delay and stall hold back up to a megabyte per connection and direction, then the sender feels it. Default: no
 * fault. Thread-safe; its threads are daemons.
 */
public final class FaultyProxy implements AutoCloseable {
    private final InetSocketAddress target;
    private final Door door;
    private final Conditions toServer = new Conditions();
    private final Conditions toClient = new Conditions();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicLong connections = new AtomicLong();
    private volatile boolean closed;

    private FaultyProxy(InetSocketAddress target) {
        this.target = target;
        this.door = new Door(this::accept);
    }

    /** Opens a proxy in front of this server, on a free port. The server need not run yet. */
    public static FaultyProxy to(String host, int port) {
        FaultyProxy proxy = new FaultyProxy(new InetSocketAddress(host, port));
        proxy.door.open();
        return proxy;
    }

    /** Opens a proxy in front of the server in this URI, which says the port or is {@code amqp}. */
    public static FaultyProxy inFrontOf(String uri) {
        Authority server = Authority.of(uri);
        return to(server.host(), server.port());
    }

    /** The port on 127.0.0.1 where clients connect; the same as long as the proxy lives. */
    public int port() {
        return door.port();
    }

    /** This URI with the proxy in place of its host and port: {@code amqp://}, {@code jdbc:postgresql://}, {@code http://}. */
    public String through(String uri) {
        return Authority.of(uri).replacedBy("127.0.0.1:" + port());
    }

    /** Cuts the open connections with RST, on both sides. New ones are taken. */
    public void reset() {
        links.forEach(Link::reset);
    }

    /** Cuts the open connections with FIN, on both sides. New ones are taken. */
    public void finish() {
        links.forEach(Link::finish);
    }

    /** Holds back all bytes in both directions; connections stay open and new ones are taken. */
    public void stall() {
        toServer.stall();
        toClient.stall();
    }

    /** Holds back all bytes in one direction. */
    public void stall(Direction direction) {
        conditions(direction).stall();
    }

    /** Delivers bytes this much later in one direction, with their order and rate kept. */
    public void delay(Direction direction, Duration time) {
        conditions(direction).delay(time);
    }

    /** Lets through that many bytes per second in one direction, on each connection. */
    public void limit(Direction direction, long bytesPerSecond) {
        conditions(direction).limit(positive(bytesPerSecond));
    }

    /** Cuts a connection with RST once that many more bytes, of all connections, went through in one direction. Happens once. */
    public void cutAfter(Direction direction, long bytes) {
        conditions(direction).cutAfter(positive(bytes));
    }

    /** Refuses new connections, as a server that does not run. Open ones go on. */
    public void refuse() {
        door.close();
    }

    /** Ends all faults: held bytes go on at once, new connections are taken. What was cut stays cut. */
    public void heal() {
        toServer.heal();
        toClient.heal();
        door.open();
    }

    /** How many connections were accepted so far. */
    public long connections() {
        return connections.get();
    }

    /** How many bytes were passed on so far in one direction. */
    public long bytes(Direction direction) {
        return conditions(direction).forwarded();
    }

    private static long positive(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException(
                    "At least one byte, not " + bytes + "; to let nothing through, use stall");
        }
        return bytes;
    }

    private void accept(Socket client) {
        connections.incrementAndGet();
        Link link = new Link(this, client);
        links.add(link);
        link.start();
        if (closed) {
            link.reset(); // it came while we closed, and close may not have seen it
        }
    }

    InetSocketAddress target() {
        return target;
    }

    Conditions conditions(Direction direction) {
        return switch (direction) {
            case TO_SERVER -> toServer;
            case TO_CLIENT -> toClient;
        };
    }

    void forget(Link link) {
        links.remove(link);
    }

    /** Cuts the open connections with RST and frees the port. */
    @Override
    public void close() {
        closed = true;
        door.lock();
        reset();
    }

    @Override
    public String toString() {
        return "proxy on port " + port() + " to " + target;
    }
}

package dev.tidings.testkit.proxy;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;

/**
 * A TCP proxy on loopback that breaks what goes through it, on command.
 *
 * <p>Faults last until {@link #heal} and add up; {@link #cut} happens once, to the connections that are open. Delay and stall hold back up to a megabyte per connection and direction, then the sender feels it. Default: no
 * fault. Thread-safe; its threads are daemons.
 */
public final class FaultyProxy implements AutoCloseable {
    private final InetSocketAddress target;
    private final Door door;
    private final Conditions toServer = new Conditions();
    private final Conditions toClient = new Conditions();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
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

    /** Cuts the open connections, on both sides. New ones are taken. */
    public void cut(Ending how) {
        links.forEach(link -> link.end(how));
    }

    /** Holds back all bytes in these directions, both make a black hole; connections stay open and new ones are taken. */
    public void stall(Direction direction, Direction... others) {
        conditions(direction).stall();
        for (Direction other : others) {
            conditions(other).stall();
        }
    }

    /** Delivers bytes this much later in each direction, with their order and rate kept. */
    public void delay(Duration oneWay) {
        toServer.delay(oneWay);
        toClient.delay(oneWay);
    }

    /** Lets through that many bytes per second in each direction of each connection. */
    public void limit(long bytesPerSecond) {
        toServer.limit(positive(bytesPerSecond));
        toClient.limit(positive(bytesPerSecond));
    }

    /** Cuts one connection: the one that carries the last of so many bytes, of all connections, this way from now on. */
    public void cutAfter(Direction direction, long bytes, Ending how) {
        conditions(direction).cutAfter(positive(bytes), how);
    }

    /** Takes out the server's {@code basic.ack} frames with such delivery tags; all else passes. For AMQP 0-9-1 without TLS. */
    public void dropAcks(LongPredicate deliveryTags) {
        toClient.dropAcks(deliveryTags);
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

    /** How many connections were taken so far. */
    public int accepted() {
        return accepted.get();
    }

    /** How many bytes were passed on so far in one direction. */
    public long passed(Direction direction) {
        return conditions(direction).passed();
    }

    private static long positive(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException(
                    "At least one byte, not " + bytes + "; to let nothing through, use stall");
        }
        return bytes;
    }

    private void accept(Socket client) {
        accepted.incrementAndGet();
        Link link = new Link(this, client);
        links.add(link);
        link.start();
        if (closed) {
            link.end(Ending.RST); // it came while we closed, and close may not have seen it
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
        cut(Ending.RST);
    }

    @Override
    public String toString() {
        return "proxy on port " + port() + " to " + target;
    }
}

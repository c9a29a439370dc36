package dev.tidings.testkit.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where clients come in. While it is closed, connections are refused, and a socket that does not listen keeps the port, so
 * that no other process takes it.
 */
final class Door {
    private static final Logger log = LoggerFactory.getLogger(FaultyProxy.class);
    private static final int BACKLOG = 256;

    private final Consumer<Socket> guests;
    private final int port;
    private Socket keeper;
    private ServerSocket listener;
    private Thread acceptor = new Thread();

    Door(Consumer<Socket> guests) {
        this.guests = guests;
        try {
            keeper = keep(0);
            port = keeper.getLocalPort();
            listener = new ServerSocket();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    synchronized void open() {
        if (listener.isBound() && !listener.isClosed()) {
            return;
        }
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            listener = opened;
            keeper.close();
            acceptor = new Thread(() -> acceptAll(opened), "tidings-proxy-" + port);
            acceptor.setDaemon(true);
            acceptor.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Until {@link #open}. */
    synchronized void close() {
        if (!keeper.isClosed()) {
            return;
        }
        try {
            listener.close();
            acceptor.join(); // until it has left accept, the system holds the port
            keeper = keep(port);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while closing port " + port, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For good: the port is free. */
    synchronized void lock() {
        try {
            listener.close();
            keeper.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket keep(int port) throws IOException {
        Socket keeper = new Socket();
        keeper.setReuseAddress(true);
        keeper.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return keeper;
    }

    private void acceptAll(ServerSocket open) {
        try {
            while (!open.isClosed()) {
                guests.accept(open.accept());
            }
        } catch (IOException e) {
            log.debug("Port {} takes no more connections: {}", port, e.toString());
        }
    }
}

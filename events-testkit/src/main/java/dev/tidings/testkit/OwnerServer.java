package dev.tidings.testkit;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An HTTP server whose port stays reserved while it refuses connections, by a socket that does not listen. */
final class OwnerServer {
    private static final int BACKLOG = 256;
    private static final Duration LONGEST_SHUTTING = Duration.ofSeconds(10);

    private final HttpHandler handler;
    private final ExecutorService threads;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final int port;
    private Socket keeper;
    private Optional<HttpServer> listening = Optional.empty();

    OwnerServer(HttpHandler handler) {
        // Else the second half of an answer waits until the first is acknowledged, which takes 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.handler = handler;
        try {
            keeper = keep(0);
        } catch (IOException e) {
            throw new UncheckedIOException("no port for an owner", e);
        }
        port = keeper.getLocalPort();
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "tidings-owner-" + port);
            thread.setDaemon(true);
            return thread;
        });
    }

    int port() {
        return port;
    }

    synchronized void open() {
        if (listening.isPresent()) {
            return;
        }
        try {
            HttpServer server = HttpServer.create(address(port), BACKLOG);
            keeper.close();
            server.setExecutor(threads);
            server.createContext("/", handler);
            server.start();
            listening = Optional.of(server);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " cannot be listened on again", e);
        }
    }

    /** Until {@link #open}. */
    synchronized void shut() {
        if (listening.isEmpty()) {
            return;
        }
        listening.get().stop(0);
        listening = Optional.empty();
        keeper = keepSoon();
    }

    /** The server leaves the port in a thread of its own, a moment later. */
    private Socket keepSoon() {
        long until = System.nanoTime() + LONGEST_SHUTTING.toNanos();
        while (true) {
            try {
                return keep(port);
            } catch (BindException e) {
                if (System.nanoTime() - until > 0) {
                    throw new UncheckedIOException("port " + port + " is still listened on", e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Socket keep(int port) throws IOException {
        Socket keeper = new Socket();
        keeper.setReuseAddress(true);
        keeper.bind(address(port));
        return keeper;
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Waits, though not for longer than the server lives. */
    void pause(Duration time) {
        try {
            if (closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IllegalStateException("the owner was closed before it had answered");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the owner was closed before it had answered", e);
        }
    }

    /** For good: the port is free. */
    synchronized void close() {
        closed.countDown();
        listening.ifPresent(server -> server.stop(0));
        listening = Optional.empty();
        threads.shutdownNow();
        try {
            keeper.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

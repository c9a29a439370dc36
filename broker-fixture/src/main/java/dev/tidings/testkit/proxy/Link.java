package dev.tidings.testkit.proxy;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection through the proxy: the client's socket, the server's, and a lane each way. */
final class Link {
    private static final Logger log = LoggerFactory.getLogger(FaultyProxy.class);

    private final Socket client;
    private final Socket server = new Socket();
    private final FaultyProxy proxy;
    private final AtomicInteger lanesOpen = new AtomicInteger(2);
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private boolean connected;
    private volatile boolean finishing;
    private volatile boolean closed;

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    Link(FaultyProxy proxy, Socket client) {
        this.proxy = proxy;
        this.client = client;
    }

    void start() {
        thread("connect", () -> {
            server.connect(proxy.target());
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            connected();
            Lane up = new Lane(this, client, server, proxy.conditions(Direction.TO_SERVER));
            Lane down = new Lane(this, server, client, proxy.conditions(Direction.TO_CLIENT));
            thread("client-read", up::read);
            thread("server-write", up::write);
            thread("server-read", down::read);
            thread("client-write", down::write);
        });
    }

    private synchronized void thread(String name, Work work) {
        if (closed) {
            return;
        }
        Thread thread = new Thread(() -> run(work), "tidings-proxy-" + proxy.port() + "-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** Whatever ends one side ends the other in the same rude way; a half-dead connection is for {@code stall} to make. */
    private void run(Work work) {
        try {
            work.run();
        } catch (IOException | InterruptedException e) {
            log.debug("Connection through {} ended: {}", proxy, e.toString());
            reset();
        }
    }

    boolean isFinishing() {
        return finishing;
    }

    private synchronized void connected() throws IOException {
        connected = true;
        if (finishing) {
            endBoth();
        }
    }

    void end(Ending how) {
        switch (how) {
            case RST -> reset();
            case FIN -> finish();
        }
    }

    /** Tells both sides that the other has no more to say, and waits for them to hang up: closing at once may send RST. */
    private synchronized void finish() {
        finishing = true;
        try {
            if (connected) {
                endBoth();
            }
        } catch (IOException e) {
            log.debug("Connection through {} had ended already: {}", proxy, e.toString());
            reset();
        }
    }

    private void endBoth() throws IOException {
        client.shutdownOutput();
        server.shutdownOutput();
    }

    void laneEnded() {
        if (lanesOpen.decrementAndGet() == 0) {
            close();
        }
    }

    private void reset() {
        try {
            client.setSoLinger(true, 0);
            server.setSoLinger(true, 0);
        } catch (IOException e) {
            log.debug("Connection through {} had ended already: {}", proxy, e.toString());
        }
        close();
    }

    private synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (client;
                server) {
            proxy.forget(this);
        } catch (IOException e) {
            log.debug("Connection through {} had ended already: {}", proxy, e.toString());
        }
        threads.forEach(Thread::interrupt);
    }
}

package dev.tidings.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A TLS port on loopback that hands the bytes inside to a plain port. */
final class TlsTerminator implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TlsTerminator.class);

    private final SSLServerSocket door;
    private final InetSocketAddress target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    TlsTerminator(SSLContext certificate, InetSocketAddress target) throws IOException {
        this.door = (SSLServerSocket)
                certificate.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        start("tls accept", this::acceptAll);
    }

    int port() {
        return door.getLocalPort();
    }

    private void acceptAll() throws IOException {
        while (!door.isClosed()) {
            Socket client = door.accept();
            Socket server = new Socket();
            sockets.add(client);
            sockets.add(server);
            server.connect(target);
            start("tls in", () -> copy(client, server));
            start("tls out", () -> copy(server, client));
        }
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[8_192];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                out.write(buffer, 0, length);
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // The client sees it too, and the client is what is tested.
                        log.debug("{} ended: {}", name, e.toString());
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}

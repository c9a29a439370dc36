package dev.tidings.testkit.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client and its own connection to the server, with a thread for each direction. */
final class ProxiedConnection {
    private static final Logger log = LoggerFactory.getLogger(ProxiedConnection.class);
    private static final int PIECE = 16 * 1024;

    private final Socket client;
    private final Socket server;
    private final Faults faults;
    private final Consumer<ProxiedConnection> ended;

    ProxiedConnection(Socket client, Socket server, Faults faults, Consumer<ProxiedConnection> ended) {
        this.client = client;
        this.server = server;
        this.faults = faults;
        this.ended = ended;
    }

    void start() {
        daemon("to server", () -> pump(client, server, Direction.TO_SERVER));
        daemon("to client", () -> pump(server, client, Direction.TO_CLIENT));
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, "faulty proxy " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void pump(Socket from, Socket to, Direction direction) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] piece = new byte[PIECE];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                int admitted = faults.admit(direction, read);
                out.write(piece, 0, admitted);
                if (admitted < read) {
                    cut(faults.ending());
                    return;
                }
            }
            cut(Ending.FIN);
        } catch (IOException e) {
            log.debug("{}: {}", direction, e.getMessage());
            cut(Ending.RST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cut(Ending.RST);
        }
    }

    /** Ends both sides alike. */
    void cut(Ending how) {
        end(client, how);
        end(server, how);
        ended.accept(this);
    }

    private static void end(Socket socket, Ending how) {
        try {
            if (how == Ending.RST && !socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            log.debug("already gone: {}", e.getMessage());
        }
    }
}

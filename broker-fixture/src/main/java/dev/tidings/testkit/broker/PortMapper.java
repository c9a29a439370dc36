package dev.tidings.testkit.broker;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Erlang port mapper of this JVM's nodes: what {@code epmd} does, without a process that would outlive the JVM.
 *
 * <p>On loopback, on a port the system chose. A name is known as long as the connection that registered it is open.
 * <a href="https://www.erlang.org/doc/apps/erts/erl_dist_protocol.html">Protocol</a>.
 */
final class PortMapper {
    private static final Logger log = LoggerFactory.getLogger(PortMapper.class);
    private static final int NAMES_REQUEST = 110;
    private static final int ALIVE_ANSWER = 118;
    private static final int PORT_ANSWER = 119;
    private static final int ALIVE_REQUEST = 120;
    private static final int PORT_REQUEST = 122;

    /** Compared by identity: a node that comes back must not be forgotten because its predecessor's connection ends late. */
    private static final class Registration {
        final int port;
        final byte[] rest;

        Registration(int port, byte[] rest) {
            this.port = port;
            this.rest = rest;
        }
    }

    private final Map<String, Registration> nodes = new ConcurrentHashMap<>();
    private final ServerSocket listener;

    private PortMapper(ServerSocket listener) {
        this.listener = listener;
    }

    /** The one of this JVM; it ends with it. */
    static PortMapper shared() {
        return Shared.MAPPER;
    }

    private static final class Shared {
        static final PortMapper MAPPER = start();
    }

    private static PortMapper start() {
        try {
            PortMapper mapper = new PortMapper(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            daemon("tidings-port-mapper", mapper::acceptAll);
            return mapper;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket client = listener.accept();
                daemon("tidings-port-mapper-client", () -> serve(client));
            }
        } catch (IOException e) {
            log.warn("The port mapper of the private RabbitMQ nodes ended; new nodes cannot start: {}", e.toString());
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            byte[] request = new byte[in.readUnsignedShort() - 1];
            int kind = in.readUnsignedByte();
            in.readFully(request);
            switch (kind) {
                case ALIVE_REQUEST -> register(client, in, request);
                case PORT_REQUEST -> answer(client, port(new String(request, StandardCharsets.UTF_8)));
                case NAMES_REQUEST -> answer(client, names());
                default -> log.debug("The port mapper does not know request {}", kind);
            }
        } catch (IOException e) {
            log.debug("A client of the port mapper went away: {}", e.toString());
        }
    }

    /** Port, then seven bytes (type, protocol, versions) that are told to others as they are, then the name, then an extra. */
    private void register(Socket client, DataInputStream in, byte[] request) throws IOException {
        int port = unsignedShort(request, 0);
        String name = new String(request, 10, unsignedShort(request, 8), StandardCharsets.UTF_8);
        byte[] rest = new byte[request.length - 2];
        System.arraycopy(request, 2, rest, 0, rest.length);
        Registration registration = new Registration(port, rest);
        nodes.put(name, registration);
        try {
            answer(client, new byte[] {ALIVE_ANSWER, 0, 0, 0, 0, 1});
            int ended = in.read();
            log.debug("Node {} left the port mapper ({})", name, ended);
        } finally {
            nodes.remove(name, registration);
        }
    }

    private byte[] port(String name) throws IOException {
        Registration node = nodes.get(name);
        if (node == null) {
            return new byte[] {PORT_ANSWER, 1};
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(PORT_ANSWER);
        out.writeByte(0);
        out.writeShort(node.port);
        out.write(node.rest);
        return bytes.toByteArray();
    }

    private byte[] names() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(port());
        nodes.forEach((name, node) ->
                bytes.writeBytes(("name " + name + " at port " + node.port + "\n").getBytes(StandardCharsets.UTF_8)));
        return bytes.toByteArray();
    }

    private static void answer(Socket client, byte[] bytes) throws IOException {
        client.getOutputStream().write(bytes);
    }

    private static int unsignedShort(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at]) << 8 | Byte.toUnsignedInt(bytes[at + 1]);
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}

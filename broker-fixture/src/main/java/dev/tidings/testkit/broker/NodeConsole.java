package dev.tidings.testkit.broker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A line into a private node: evaluates Erlang there in milliseconds, where {@code rabbitmqctl} takes a second or two.
 *
 * <p>The node dials us, and halts itself when the connection ends.
 */
final class NodeConsole implements AutoCloseable {
    private static final int POLL_MILLIS = 100;

    private final Socket node;
    private final DataInputStream in;
    private final DataOutputStream out;

    private NodeConsole(Socket node) throws IOException {
        this.node = node;
        this.in = new DataInputStream(node.getInputStream());
        this.out = new DataOutputStream(node.getOutputStream());
    }

    /** Waits until the node has dialled; gives up when it has died or the time is over. */
    static NodeConsole accept(ServerSocket door, BooleanSupplier alive, Duration atMost) throws IOException {
        door.setSoTimeout(POLL_MILLIS);
        long deadline = System.nanoTime() + atMost.toNanos();
        while (alive.getAsBoolean() && System.nanoTime() < deadline) {
            Optional<Socket> node = poll(door);
            if (node.isPresent()) {
                return new NodeConsole(node.get());
            }
        }
        throw new IOException(alive.getAsBoolean() ? "it did not come up within " + atMost : "it ended while booting");
    }

    private static Optional<Socket> poll(ServerSocket door) throws IOException {
        try {
            return Optional.of(door.accept());
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        }
    }

    /** The value as text; an Erlang exception becomes one of ours. */
    synchronized String evaluate(String expressions, Duration atMost) throws IOException {
        byte[] request = expressions.getBytes(StandardCharsets.UTF_8);
        node.setSoTimeout(Math.toIntExact(atMost.toMillis()));
        out.writeInt(request.length);
        out.write(request);
        out.flush();
        byte[] answer = new byte[in.readInt()];
        in.readFully(answer);
        String text = new String(answer, 1, answer.length - 1, StandardCharsets.UTF_8);
        if (answer[0] != 'v') {
            throw new IllegalStateException("RabbitMQ answered " + text + " to: " + expressions);
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        node.close();
    }
}

package dev.tidings.embedded;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An AMQP 0-9-1 broker in this JVM. Thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private final QpidBroker qpid;
    private final Optional<StoreDirectory> store;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedBroker(QpidBroker qpid, Optional<StoreDirectory> store) {
        this.qpid = qpid;
        this.store = store;
    }

    /** Starts a broker in memory on a free port: {@code inMemory().start()}. */
    public static EmbeddedBroker start() {
        return inMemory().start();
    }

    /** Starts a broker on a free port that keeps what is durable: {@code in(directory).start()}. */
    public static EmbeddedBroker storedIn(Path directory) {
        return in(directory).start();
    }

    /** A broker that forgets everything when it is closed. */
    public static Spec inMemory() {
        return new Spec(Optional.empty(), 0);
    }

    /** A broker that keeps durable exchanges, queues and bindings, and persistent messages. */
    public static Spec in(Path directory) {
        return new Spec(Optional.of(directory), 0);
    }

    /** Where clients connect; holds a user and a password. */
    public String uri() {
        return "amqp://guest:guest@127.0.0.1:" + qpid.port();
    }

    /** Disconnects all clients, stops, and frees the port and the directory. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                qpid.stop();
            } finally {
                store.ifPresent(StoreDirectory::close);
            }
        }
    }

    @Override
    public String toString() {
        return "EmbeddedBroker[127.0.0.1:" + qpid.port() + ", "
                + store.map(at -> "stored in " + at.path()).orElse("in memory") + "]";
    }

    /** What a broker is to be; immutable, without I/O until {@link #start()}. */
    public static final class Spec {
        private final Optional<Path> directory;
        private final int port;

        private Spec(Optional<Path> directory, int port) {
            this.directory = directory;
            this.port = port;
        }

        /** Listens on this port of 127.0.0.1. */
        public Spec port(int number) {
            if (number < 0 || number > 65_535) {
                throw new IllegalArgumentException("Port " + number + " is not between 0 (any free one) and 65535.");
            }
            return new Spec(directory, number);
        }

        /** Starts the broker and waits until it accepts connections. */
        public EmbeddedBroker start() {
            Optional<StoreDirectory> store = directory.map(StoreDirectory::lock);
            try {
                LoopbackPort.requireFree(port);
                QpidBroker qpid = QpidBroker.start(store.map(at -> QpidConfiguration.in(at.path(), port))
                        .orElseGet(() -> QpidConfiguration.inMemory(port)));
                return new EmbeddedBroker(qpid, store);
            } catch (RuntimeException | Error e) {
                store.ifPresent(StoreDirectory::close);
                throw e;
            }
        }
    }
}

package dev.tidings.embedded;

import dev.tidings.broker.Health;
import dev.tidings.broker.Running;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An AMQP 0-9-1 broker in this JVM, for a laptop or a test where no RabbitMQ is. Thread-safe.
 *
 * <p>It listens on 127.0.0.1 only, in virtual host {@code /} only, for user {@code guest} with password {@code guest}. It keeps
 * the JVM alive until it is closed. Production belongs on RabbitMQ: nothing here is clustered, replicated or managed.
 *
 * <p>{@linkplain #storedIn(Path) Stored}, it confirms a persistent message after the database committed it: what was confirmed is
 * there after the process was killed. A transient message is not. In memory, a confirm means that the message is in memory.
 *
 * <p>In memory nothing bounds the messages but the JVM: about a kilobyte of heap each, and the body in direct memory ({@code
 * -XX:MaxDirectMemorySize}, by default as large as the heap). When either is full, no more confirms come and {@link #close()}
 * takes half a minute. Stored, bodies leave the direct memory when it is three quarters full.
 *
 * <p>It is Apache Qpid Broker-J, and differs from RabbitMQ in more than its size:
 *
 * <table>
 *   <caption>What a client sees</caption>
 *   <tr><th>a client does</th><th>here</th><th>RabbitMQ</th></tr>
 *   <tr><td>declares a queue with {@code x-dead-letter-*}, {@code x-message-ttl}, {@code x-expires}, {@code x-max-length},
 *     {@code x-overflow}, {@code x-queue-type}, {@code x-delivery-limit}, {@code x-max-priority}</td>
 *     <td>connection closed (542), the argument is named</td><td>works</td></tr>
 *   <tr><td>declares an exchange with {@code alternate-exchange}</td><td>connection closed (542)</td><td>works</td></tr>
 *   <tr><td>binds an exchange to an exchange</td><td>connection closed (540)</td><td>works</td></tr>
 *   <tr><td>declares a queue with the name of an exchange, or an exchange with that of a queue</td>
 *     <td>channel closed (406), the name is told</td><td>works</td></tr>
 *   <tr><td>publishes, mandatory and unroutable</td><td>nack, then return</td><td>return, then ack</td></tr>
 *   <tr><td>publishes to a queue with a limit ({@code qpid.policy_type}, {@code qpid.max_count})</td>
 *     <td>message dropped and confirmed; nack and return (506) if {@code reject} and mandatory</td>
 *     <td>{@code x-max-length}; nack with {@code reject-publish}</td></tr>
 *   <tr><td>rejects without requeue, no dead-letter target</td>
 *     <td>stays on the queue, unless {@code x-qpid-maximum-delivery-count}</td><td>dropped</td></tr>
 *   <tr><td>wants dead letters</td><td>{@code alternateBinding} and {@code x-qpid-maximum-delivery-count=1}; no
 *     {@code x-death}; same routing key</td><td>{@code x-dead-letter-exchange}</td></tr>
 *   <tr><td>wants delayed dead letters</td><td>{@code maximumMessageTtl}, {@code expiryPolicy=ROUTE_TO_ALTERNATE} and
 *     {@code alternateBinding}; late by up to 100 ms</td><td>{@code x-message-ttl}, {@code x-dead-letter-exchange}</td></tr>
 *   <tr><td>deletes a queue that is an alternate of another</td><td>connection closed (541)</td><td>works</td></tr>
 *   <tr><td>gives a message back</td><td>no limit is counted</td><td>{@code x-delivery-limit}</td></tr>
 *   <tr><td>acknowledges twice</td><td>ignored</td><td>channel closed (406)</td></tr>
 *   <tr><td>declares a queue again with other arguments</td><td>ignored</td><td>channel closed (406)</td></tr>
 *   <tr><td>consumes from a queue that is deleted</td><td>is not told</td><td>consumer cancelled</td></tr>
 *   <tr><td>sets {@code user_id} or {@code CC}</td><td>not checked, not followed</td><td>checked, followed</td></tr>
 * </table>
 */
public final class EmbeddedBroker implements Running {
    private final QpidBroker qpid;
    private final Optional<StoreDirectory> store;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedBroker(QpidBroker qpid, Optional<StoreDirectory> store) {
        this.qpid = qpid;
        this.store = store;
    }

    /** Starts a broker in memory on a free port, as {@code inMemory().start()}. */
    public static EmbeddedBroker start() {
        return inMemory().start();
    }

    /** Starts a broker on a free port that keeps what is durable, as {@code in(directory).start()}. */
    public static EmbeddedBroker storedIn(Path directory) {
        return in(directory).start();
    }

    /** A broker that forgets everything when it is closed. */
    public static Spec inMemory() {
        return new Spec(Optional.empty(), 0);
    }

    /**
     * A broker that keeps durable exchanges, queues and bindings, and persistent messages, in an Apache Derby database. The
     * directory is made if it is missing; one broker at a time may use it, others are refused when they start.
     */
    public static Spec in(Path directory) {
        return new Spec(Optional.of(directory), 0);
    }

    /** Where clients connect, with user and password: {@code amqp://guest:guest@127.0.0.1:PORT}. */
    public String uri() {
        return "amqp://guest:guest@127.0.0.1:" + qpid.port();
    }

    @Override
    public Health health() {
        return closed.get() ? Health.down("closed") : Health.up("listening, " + this);
    }

    /** Disconnects all clients, stops, and frees the port and the directory. A second call does nothing. */
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

        /** Listens on this port of 127.0.0.1; 0, the default, takes a free one. */
        public Spec port(int number) {
            if (number < 0 || number > 65_535) {
                throw new IllegalArgumentException("Port " + number + " is not between 0 (any free one) and 65535.");
            }
            return new Spec(directory, number);
        }

        /**
         * Starts the broker and returns when it accepts connections.
         *
         * @throws dev.tidings.events.TidingsException if the port is taken, or the directory is in use, cannot be written, or holds
         *     a database that cannot be opened
         */
        public EmbeddedBroker start() {
            Optional<StoreDirectory> store = directory.map(StoreDirectory::lock);
            try {
                LoopbackPort.requireFree(port);
                return new EmbeddedBroker(QpidBroker.start(configuration(store)), store);
            } catch (RuntimeException | Error e) {
                store.ifPresent(StoreDirectory::close);
                throw e;
            }
        }

        private QpidConfiguration configuration(Optional<StoreDirectory> store) {
            return store.map(at -> QpidConfiguration.in(at.path(), port))
                    .orElseGet(() -> QpidConfiguration.inMemory(port));
        }
    }
}

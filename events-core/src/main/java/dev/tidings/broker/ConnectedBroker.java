package dev.tidings.broker;

import dev.tidings.broker.internal.EmbeddedBrokers;
import dev.tidings.broker.internal.LinkedTransport;
import dev.tidings.broker.internal.Transport;
import dev.tidings.events.TidingsException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;

/** The broker that {@code connect} gives: the connections, and the embedded broker where one was asked for. */
final class ConnectedBroker implements Broker, Transport.Holder {
    private final BrokerUri uri;
    private final LinkedTransport transport;
    private final Optional<EmbeddedBrokers.Started> embedded;
    private final CountDownLatch closed = new CountDownLatch(1);

    private ConnectedBroker(BrokerUri uri, LinkedTransport transport, Optional<EmbeddedBrokers.Started> embedded) {
        this.uri = uri;
        this.transport = transport;
        this.embedded = embedded;
    }

    static Broker start(BrokerUri uri, String name, Optional<SSLContext> tls) {
        Optional<EmbeddedBrokers.Started> embedded = uri.embedded().map(EmbeddedBrokers::startAt);
        BrokerUri target =
                embedded.map(started -> BrokerUri.parseAll(started.uri())).orElse(uri);
        String shown = name.isEmpty() ? processName() : name;
        return new ConnectedBroker(uri, new LinkedTransport(target.settings(shown, tls)), embedded);
    }

    private static String processName() {
        String command = System.getProperty("sun.java.command", "tidings").strip();
        String main = command.split("\\s", 2)[0];
        return main.substring(Math.max(main.lastIndexOf('.'), main.lastIndexOf('/')) + 1);
    }

    @Override
    public Broker awaitConnected(Duration atMost) {
        try {
            if (!transport.await(atMost)) {
                throw new TidingsException("not connected to " + uri + " within " + atMost + ": " + transport.words()
                        + "; start the broker, or correct the URI");
            }
            return this;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TidingsException("interrupted while waiting for " + uri, e);
        }
    }

    @Override
    public void awaitShutdown() {
        Thread hook = new Thread(this::close, "tidings shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    @Override
    public Health health() {
        if (closed.getCount() == 0) {
            return Health.down("closed");
        }
        return transport.isUp() ? Health.up(transport.words()) : Health.waiting(transport.words());
    }

    @Override
    public synchronized void close() {
        if (closed.getCount() > 0) {
            transport.close();
            embedded.ifPresent(EmbeddedBrokers.Started::close);
            closed.countDown();
        }
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}

package dev.tidings.broker.internal;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.SocketConfigurator;
import com.rabbitmq.client.SocketConfigurators;
import java.io.IOException;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** Opens connections: own supervision instead of the client's recovery, deadlines everywhere, host names verified. */
final class Connector {
    private static final int HEARTBEAT_SECONDS = 10;
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int RPC_TIMEOUT_MILLIS = 10_000;
    /** The most that RabbitMQ 3.10 lets through; a smaller limit would close the connection instead of making a dead letter. */
    private static final int LARGEST_BODY = 128 * 1024 * 1024;

    private final ConnectionSettings settings;
    private final String name;

    Connector(ConnectionSettings settings, String name) {
        this.settings = settings;
        this.name = name;
    }

    Linked connect() throws IOException, TimeoutException {
        List<Address> nodes = new ArrayList<>();
        settings.nodes().forEach(node -> nodes.add(new Address(node.host(), node.port())));
        Collections.shuffle(nodes);
        Deque<Socket> tried = new ArrayDeque<>();
        Connection connection = factory(tried::add).newConnection(nodes, name);
        return new Linked(connection, tried.getLast());
    }

    private ConnectionFactory factory(SocketConfigurator eachSocket) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setSocketConfigurator(SocketConfigurators.defaultConfigurator().andThen(eachSocket));
        factory.setVirtualHost(settings.virtualHost());
        factory.setUsername(settings.user());
        factory.setPassword(settings.password().get());
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        factory.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
        factory.setHandshakeTimeout(RPC_TIMEOUT_MILLIS);
        factory.setChannelRpcTimeout(RPC_TIMEOUT_MILLIS);
        factory.setMaxInboundMessageBodySize(LARGEST_BODY);
        factory.setThreadFactory(Threads.named(name));
        factory.setExceptionHandler(new LoggedExceptions(name));
        if (settings.tls()) {
            factory.useSslProtocol(settings.tlsContext().orElseGet(Connector::defaultTls));
            factory.enableHostnameVerification();
        }
        return factory;
    }

    private static SSLContext defaultTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "this JVM has no default TLS context; set one with Broker.at(uri).tls(context)", e);
        }
    }
}

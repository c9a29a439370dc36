package dev.tidings.samples.demo;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Looks into queues and deletes them, with a plain AMQP connection, as an operator would. */
final class BrokerDesk implements AutoCloseable {
    private final Connection connection;
    private final Names names;

    private BrokerDesk(Connection connection, Names names) {
        this.connection = connection;
        this.names = names;
    }

    /** Connects, past all chaos. Deletes what has these names when it is closed. */
    static BrokerDesk at(AmqpUri uri, Names names) throws IOException, TimeoutException {
        try {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(uri.text());
            if (uri.tls()) {
                factory.useSslProtocol(javax.net.ssl.SSLContext.getDefault());
                factory.enableHostnameVerification();
            }
            return new BrokerDesk(factory.newConnection("demo desk"), names);
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IOException("no plain connection to " + uri, e);
        }
    }

    /** How many events of a service are in its queues, and not in its hands. */
    long waiting(String service) throws IOException {
        return count(names.waiting(service));
    }

    /** How many events a service has given up. */
    long dead(String service) throws IOException {
        return count(List.of(names.dead(service)));
    }

    private long count(List<String> queues) throws IOException {
        try (Channel channel = connection.createChannel()) {
            long messages = 0;
            for (String queue : queues) {
                messages += channel.messageCount(queue);
            }
            return messages;
        } catch (TimeoutException e) {
            throw new IOException("no answer about " + queues, e);
        }
    }

    /** Deletes all queues and the exchange of the run. */
    @Override
    public void close() throws IOException {
        try (connection;
                Channel channel = connection.createChannel()) {
            for (String service : Names.CONSUMERS) {
                for (String queue : names.waiting(service)) {
                    channel.queueDelete(queue);
                }
                channel.queueDelete(names.dead(service));
            }
            channel.exchangeDelete(names.exchange());
        } catch (TimeoutException e) {
            throw new IOException("the queues and the exchange " + names.run() + "* were not deleted", e);
        }
    }
}

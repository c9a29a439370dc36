package dev.tidings.samples.demo.stage;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Looks into queues and deletes them, with a plain AMQP connection, as an operator would. */
public final class QueueDesk implements AutoCloseable {
    private final Connection connection;

    private QueueDesk(Connection connection) {
        this.connection = connection;
    }

    /** Connects. */
    public static QueueDesk at(String uri) throws IOException, TimeoutException {
        try {
            ConnectionFactory factory = new ConnectionFactory();
            // The client library reads a bare slash at the end as a virtual host without a name.
            factory.setUri(uri.replaceFirst("(://[^/]*)/$", "$1"));
            if (uri.startsWith("amqps:")) {
                factory.useSslProtocol(javax.net.ssl.SSLContext.getDefault());
                factory.enableHostnameVerification();
            }
            return new QueueDesk(factory.newConnection("demo desk"));
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IOException("no connection for looking into the queues", e);
        }
    }

    /** How many messages wait in all of these together. */
    public long count(Collection<String> queues) throws IOException {
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

    /**
     * Deletes queues and an exchange.
     *
     * @param queues each before those that it hands messages on to: Qpid insists
     */
    public void delete(List<String> queues, String exchange) throws IOException {
        try (Channel channel = connection.createChannel()) {
            for (String queue : queues) {
                channel.queueDelete(queue);
            }
            channel.exchangeDelete(exchange);
        } catch (TimeoutException e) {
            throw new IOException("the queues " + queues + " and the exchange " + exchange + " were not deleted", e);
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}

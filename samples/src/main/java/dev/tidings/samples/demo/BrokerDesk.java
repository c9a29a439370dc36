package dev.tidings.samples.demo;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    static BrokerDesk at(String uri, Names names) throws IOException, TimeoutException {
        try {
            ConnectionFactory factory = new ConnectionFactory();
            // The client library reads a bare slash at the end as a virtual host without a name.
            factory.setUri(uri.replaceFirst("(://[^/]*)/$", "$1"));
            if (uri.startsWith("amqps:")) {
                factory.useSslProtocol(javax.net.ssl.SSLContext.getDefault());
                factory.enableHostnameVerification();
            }
            return new BrokerDesk(factory.newConnection("demo desk"), names);
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IOException("no connection for looking into the queues", e);
        }
    }

    /** How many events wait, in a queue or for their next attempt; those in a service's hands are not among them. */
    long waiting() throws IOException {
        long waiting = 0;
        for (String service : Names.CONSUMERS) {
            waiting += count(names.waiting(service));
        }
        return waiting;
    }

    /** How many events each service has given up. */
    Map<String, Long> deadLetters() throws IOException {
        Map<String, Long> dead = new TreeMap<>();
        for (String service : Names.CONSUMERS) {
            dead.put(service, count(List.of(names.dead(service))));
        }
        return dead;
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

    /** Deletes all queues and the exchange of the run, each before those that it hands events on to: Qpid insists. */
    @Override
    public void close() throws IOException {
        try (connection;
                Channel channel = connection.createChannel()) {
            for (String service : Names.CONSUMERS) {
                for (String queue : names.queues(service)) {
                    channel.queueDelete(queue);
                }
            }
            channel.exchangeDelete(names.exchange());
        } catch (TimeoutException e) {
            throw new IOException("the queues and the exchange " + names.run() + "* were not deleted", e);
        }
    }
}

package dev.tidings.bench.peers;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * What a careful user of the bare client writes to count messages by routing key: adds up half of the prefetch, writes the sums in one
 * transaction, and acknowledges when that is committed.
 */
final class BareCounter extends DefaultConsumer {
    private static final int SECONDS = 120;

    private final DataSource database;
    private final String add;
    private final int together;
    private final int messages;
    private final CountDownLatch allCounted = new CountDownLatch(1);
    private final Map<String, Integer> sums = new HashMap<>();
    private int came;
    private int summed;

    private BareCounter(Channel channel, DataSource database, String table, int together, int messages) {
        super(channel);
        this.database = database;
        this.add = "insert into " + table + " (routing_key, events) values (?, ?)"
                + " on conflict (routing_key) do update set events = " + table + ".events + excluded.events";
        this.together = together;
        this.messages = messages;
    }

    /** Counts so many messages of a queue into a table of routing keys. */
    static BareCounter of(
            Connection connection, String queue, int prefetch, DataSource database, String table, int messages)
            throws IOException {
        Channel channel = connection.createChannel();
        channel.basicQos(prefetch);
        BareCounter counter = new BareCounter(channel, database, table, prefetch / 2, messages);
        channel.basicConsume(queue, false, counter);
        return counter;
    }

    @Override
    public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body)
            throws IOException {
        if (came == messages) {
            return;
        }
        sums.merge(envelope.getRoutingKey(), 1, Integer::sum);
        came++;
        summed++;
        if (summed == together || came == messages) {
            store();
            getChannel().basicAck(envelope.getDeliveryTag(), true);
        }
        if (came == messages) {
            allCounted.countDown();
        }
    }

    /** In the order of keys, so that two who count cannot wait for each other. */
    private void store() throws IOException {
        try (java.sql.Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(add)) {
            connection.setAutoCommit(false);
            for (Map.Entry<String, Integer> sum : new TreeMap<>(sums).entrySet()) {
                statement.setString(1, sum.getKey());
                statement.setInt(2, sum.getValue());
                statement.addBatch();
            }
            int[] unused = statement.executeBatch();
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new IOException("the sums could not be stored", e);
        }
        sums.clear();
        summed = 0;
    }

    /** Waits until all are counted. */
    void await() throws InterruptedException {
        if (!allCounted.await(SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("not all of " + messages + " messages were counted");
        }
    }
}

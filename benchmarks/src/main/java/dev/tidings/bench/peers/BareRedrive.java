package dev.tidings.bench.peers;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a careful user of the bare client writes to send dead letters back: publishes each without what it failed of, and acknowledges
 * it when it is confirmed, half a window at a time. Deliveries and publishes count alike, so that a confirm tells which letter it is.
 */
final class BareRedrive extends DefaultConsumer implements AutoCloseable {
    private static final String FAILURE = "tidings-failure-";
    private static final int SECONDS = 120;

    private final BarePublisher publisher;
    private final String to;
    private final int letters;
    private final int together;
    private final CountDownLatch done = new CountDownLatch(1);
    private long acknowledged;

    private BareRedrive(Connection publishing, Channel channel, String to, int letters, int window) throws IOException {
        super(channel);
        this.to = to;
        this.letters = letters;
        this.together = window / 2;
        this.publisher = new BarePublisher(publishing, new Confirms(window, this::confirmed));
    }

    static BareRedrive start(
            Connection publishing, Connection consuming, String from, String to, int letters, int window)
            throws IOException {
        Channel channel = consuming.createChannel();
        BareRedrive redrive = new BareRedrive(publishing, channel, to, letters, window);
        channel.basicQos(window);
        channel.basicConsume(from, false, redrive);
        return redrive;
    }

    @Override
    public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body)
            throws IOException {
        Map<String, Object> headers = new LinkedHashMap<>(properties.getHeaders());
        headers.keySet().removeIf(name -> name.startsWith(FAILURE));
        try {
            publisher.publish("", to, properties.builder().headers(headers).build(), body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void confirmed(long upTo) throws IOException {
        if (upTo - acknowledged >= together || upTo == letters) {
            getChannel().basicAck(upTo, true);
            acknowledged = upTo;
        }
        if (upTo == letters) {
            done.countDown();
        }
    }

    void await() throws InterruptedException {
        if (!done.await(SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("not all dead letters were confirmed and acknowledged");
        }
    }

    @Override
    public void close() throws IOException {
        publisher.close();
        try {
            getChannel().close();
        } catch (TimeoutException e) {
            throw new IOException("the channel did not end in time", e);
        }
    }
}

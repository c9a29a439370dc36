package dev.tidings.broker.internal;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/**
 * Declares a topology, while nobody of this process declares another. RabbitMQ may end the connection with an internal error where two
 * channels declare the same quorum queue at the same moment; between processes that is healed by trying again.
 *
 * @param oneAtATime the same for all of a transport
 */
record Declaration(Topology topology, Object oneAtATime) {
    void on(Channel channel, Linked linked) throws IOException, TimeoutException {
        synchronized (oneAtATime) {
            topology.declare(channel, linked.dialect());
        }
    }
}

package dev.tidings.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.tidings.testkit.Amqp;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class RabbitMqClusterTest {
    @Test
    void a_quorum_queue_on_three_nodes_survives_the_kill_of_its_leader() throws Exception {
        try (RabbitMqCluster cluster = RabbitMqCluster.start(3)) {
            assertThat(cluster.uris()).doesNotHaveDuplicates().hasSize(3);
            try (Connection connection = Amqp.connect(cluster.node(0).uri());
                    Channel channel = connection.createChannel()) {
                Amqp.declareQuorumQueue(channel, "billing");
                publishUntilConfirmed(connection, "before");
            }
            RabbitMqNode leader = cluster.node(leader(cluster.node(0)));
            RabbitMqNode survivor = Stream.of(cluster.node(0), cluster.node(1))
                    .filter(node -> node != leader)
                    .findFirst()
                    .orElseThrow();

            leader.kill();

            try (Connection connection = Amqp.connect(survivor.uri());
                    Channel channel = connection.createChannel()) {
                publishUntilConfirmed(connection, "after");
                assertThat(List.of(Amqp.take(channel, "billing"), Amqp.take(channel, "billing")))
                        .containsExactly("before", "after");
            }
        }
    }

    /** RabbitMQ nacks what is published before the members of a new queue, or of one without a leader, have agreed. */
    private static void publishUntilConfirmed(Connection connection, String body) {
        await().atMost(Duration.ofSeconds(30))
                .ignoreException(IOException.class)
                .until(() -> {
                    Amqp.publish(connection.createChannel(), "billing", body);
                    return true;
                });
    }

    private static String leader(RabbitMqNode node) {
        return node.ctl("list_queues", "--silent", "--no-table-headers", "leader")
                .strip();
    }
}

package dev.tidings.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.tidings.testkit.Amqp;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;

class RabbitMqTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    @Test
    void an_event_can_be_published_and_taken() throws Exception {
        String queue = rabbit.name("billing");
        try (Connection connection = Amqp.connect(rabbit.uri());
                Channel channel = connection.createChannel()) {
            Amqp.declareQuorumQueue(channel, queue);
            Amqp.publish(channel, queue, "42");

            assertThat(Amqp.take(channel, queue)).isEqualTo("42");
        }
    }

    @Test
    void a_name_is_the_same_within_a_class() {
        assertThat(rabbit.name("users")).isEqualTo(rabbit.name("users")).startsWith("users-");
    }

    @Nested
    class In_a_nested_class {
        @Test
        void the_room_is_that_of_the_class_around() {
            assertThat(RabbitMqTest.rabbit.name("users")).isEqualTo(rabbit.name("users"));
        }
    }

    @Test
    void two_classes_that_choose_the_same_names_do_not_see_each_other() {
        Rooms.seen.clear();

        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Rooms.First.class), selectClass(Rooms.Second.class))
                .execute()
                .testEvents()
                .assertStatistics(tests -> tests.started(2).succeeded(2));

        assertThat(Rooms.seen).doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void outside_of_a_running_class_there_is_no_broker_and_the_error_says_how_to_get_one() {
        assertThatIllegalStateException()
                .isThrownBy(() -> RabbitMq.shared().uri())
                .withMessageContaining("@RegisterExtension");
    }

    static final class Rooms {
        static final List<String> seen = new ArrayList<>();

        static class Room {
            @RegisterExtension
            static final RabbitMq rabbit = RabbitMq.shared();

            @Test
            void the_queue_is_not_there_yet() throws Exception {
                seen.add(rabbit.name("billing"));
                try (Connection connection = Amqp.connect(rabbit.uri());
                        Channel channel = connection.createChannel()) {
                    Amqp.declareQuorumQueue(channel, rabbit.name("billing"));
                    assertThat(channel.basicGet(rabbit.name("billing"), true)).isNull();
                    Amqp.publish(channel, rabbit.name("billing"), "not taken");
                }
            }
        }

        static final class First extends Room {}

        static final class Second extends Room {}
    }
}

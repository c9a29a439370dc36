package dev.tidings.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import dev.tidings.testkit.Amqp;
import dev.tidings.testkit.broker.RabbitMq;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Publish, confirm and consume while the wire misbehaves. */
@Timeout(60)
class FaultyProxyBeforeRabbitMqTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private final BlockingQueue<Long> confirms = new ArrayBlockingQueue<>(100);
    private FaultyProxy proxy;
    private Connection direct;
    private Channel directChannel;
    private Connection connection;
    private Channel channel;
    private String queue;

    @BeforeEach
    void connect() throws Exception {
        proxy = FaultyProxy.inFrontOf(rabbit.uri());
        direct = Amqp.connect(rabbit.uri());
        directChannel = direct.createChannel();
        queue = rabbit.name("billing");
        Amqp.declareQuorumQueue(directChannel, queue);
        connection = Amqp.connect(proxy.through(rabbit.uri()));
        channel = connection.createChannel();
        channel.confirmSelect();
        channel.addConfirmListener((tag, multiple) -> confirms.add(tag), (tag, multiple) -> confirms.add(-tag));
    }

    @AfterEach
    void close() throws Exception {
        proxy.close();
        connection.abort();
        directChannel.queueDelete(queue);
        direct.close();
    }

    private void publish(int bytes) throws Exception {
        channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, new byte[bytes]);
    }

    private long stored() throws Exception {
        return directChannel.messageCount(queue);
    }

    private void awaitStored(int messages) {
        await().untilAsserted(() -> assertThat(stored()).isEqualTo(messages));
    }

    @Test
    void without_a_fault_a_message_is_confirmed_and_consumed() throws Exception {
        BlockingQueue<byte[]> arrivals = new ArrayBlockingQueue<>(1);
        channel.basicConsume(queue, true, (tag, delivery) -> arrivals.add(delivery.getBody()), tag -> {});

        publish(7);

        assertThat(confirms.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(arrivals.poll(10, TimeUnit.SECONDS)).hasSize(7);
        assertThat(proxy.accepted()).isEqualTo(1);
        assertThat(proxy.passed(Direction.TO_SERVER)).isGreaterThan(100);
        assertThat(proxy.passed(Direction.TO_CLIENT)).isGreaterThan(100);
    }

    @Test
    void a_stalled_way_back_holds_the_confirm_of_a_message_that_is_stored() throws Exception {
        proxy.stall(Direction.TO_CLIENT);
        publish(7);

        awaitStored(1);
        assertThat(confirms).isEmpty();
        proxy.heal();
        assertThat(confirms.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void a_stalled_way_there_holds_the_message_itself() throws Exception {
        proxy.stall(Direction.TO_SERVER);
        publish(7);

        assertThat(confirms.poll(300, TimeUnit.MILLISECONDS)).isNull();
        assertThat(stored()).isZero();
        proxy.heal();
        assertThat(confirms.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void a_confirm_can_be_lost_for_ever_while_its_message_is_stored() throws Exception {
        proxy.stall(Direction.TO_CLIENT);
        publish(7);
        awaitStored(1);

        proxy.cut(Ending.RST);

        await().until(() -> !connection.isOpen());
        assertThat(confirms).isEmpty();
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void a_reset_and_a_finish_end_the_connection_and_the_next_one_works() throws Exception {
        proxy.cut(Ending.RST);
        await().until(() -> !connection.isOpen());

        Connection second = Amqp.connect(proxy.through(rabbit.uri()));
        proxy.cut(Ending.FIN);
        await().until(() -> !second.isOpen());

        try (Connection third = Amqp.connect(proxy.through(rabbit.uri()));
                Channel next = third.createChannel()) {
            Amqp.publish(next, queue, "42");
        }
        assertThat(proxy.accepted()).isEqualTo(3);
        awaitStored(1);
    }

    @Test
    void a_cut_in_the_middle_of_a_message_stores_nothing() throws Exception {
        proxy.cutAfter(Direction.TO_SERVER, 5_000, Ending.RST);
        publish(6_000); // in one piece, or the client may notice before it has written all

        await().until(() -> !connection.isOpen());
        assertThat(confirms).isEmpty();
        assertThat(stored()).isZero();
    }

    @Test
    void an_acknowledgement_that_is_dropped_never_comes_and_all_else_does() throws Exception {
        BlockingQueue<byte[]> arrivals = new ArrayBlockingQueue<>(4);
        channel.basicConsume(queue, true, (tag, delivery) -> arrivals.add(delivery.getBody()), tag -> {});
        proxy.dropAcks(tag -> tag == 2);
        for (int bytes = 1; bytes <= 3; bytes++) {
            publish(bytes);
            assertThat(arrivals.poll(10, TimeUnit.SECONDS)).hasSize(bytes);
            if (bytes != 2) {
                assertThat(confirms.poll(10, TimeUnit.SECONDS)).isEqualTo(bytes);
            }
        }

        proxy.dropAcks(tag -> true);
        publish(4);
        assertThat(arrivals.poll(10, TimeUnit.SECONDS)).hasSize(4);
        assertThat(confirms.poll(300, TimeUnit.MILLISECONDS)).isNull();

        proxy.heal();
        publish(5);
        assertThat(confirms.poll(10, TimeUnit.SECONDS)).isEqualTo(5);
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void a_delay_is_felt_by_the_confirm() throws Exception {
        proxy.delay(Duration.ofMillis(400));
        long before = System.nanoTime();
        publish(7);

        assertThat(confirms.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }

    @Test
    void a_slow_line_is_felt_by_a_large_message() throws Exception {
        proxy.limit(200_000);
        long before = System.nanoTime();
        publish(100_000);

        assertThat(confirms.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(350));
    }

    @Test
    void a_refused_client_is_told_so_and_may_come_when_it_is_healed() throws Exception {
        proxy.refuse();
        assertThatThrownBy(() -> Amqp.connect(proxy.through(rabbit.uri()))).isInstanceOf(ConnectException.class);

        proxy.heal();

        try (Connection next = Amqp.connect(proxy.through(rabbit.uri()))) {
            assertThat(next.isOpen()).isTrue();
        }
    }
}

package dev.tidings.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.broker.Broker;
import dev.tidings.broker.NotPublishedException;
import dev.tidings.events.DomainEvent;
import dev.tidings.testkit.broker.RabbitMq;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is particular to RabbitMQ, or needs no broker; what every publisher promises is in {@link PublisherConformance}. */
class EventPublisherTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    @Test
    void an_exchange_that_exists_with_another_type_is_explained() throws Exception {
        String exchange = rabbit.name("clash");
        try (Broker broker = Broker.connect(rabbit.uri());
                RawQueue queue = new RawQueue(rabbit.uri(), exchange).boundTo(exchange, "direct", "x");
                EventPublisher publisher = EventPublisher.to(exchange)
                        .deadline(Duration.ofSeconds(2))
                        .open(broker)) {
            assertThatThrownBy(() -> publisher.publish(DomainEvent.of("user.deleted", "user_id", 42)))
                    .isInstanceOf(NotPublishedException.class)
                    .hasMessageContaining("it exists with other arguments");
            assertThat(queue.takeIds()).isEmpty();
        }
    }

    @Test
    void settings_that_cannot_work_are_refused_with_the_limit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventPublisher.to("users").window(0))
                .withMessageContaining("give 1 to 100000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventPublisher.to("users").deadline(Duration.ofMillis(1)))
                .withMessageContaining("give at least");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventPublisher.to("users").under("shop..eu"))
                .withMessageContaining("shop..eu");
    }
}

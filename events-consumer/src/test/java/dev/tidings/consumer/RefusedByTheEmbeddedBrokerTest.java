package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.embedded.EmbeddedBroker;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.Exchange;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What Qpid refuses it ends the connection for, which all groups of a service share. */
class RefusedByTheEmbeddedBrokerTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void a_group_that_asks_for_what_the_broker_has_not_lets_the_others_work() throws Exception {
        BlockingQueue<DomainEvent> handled = new LinkedBlockingQueue<>();
        try (EmbeddedBroker embedded = EmbeddedBroker.start();
                RawClient raw = new RawClient(embedded.uri());
                Broker broker = Broker.connect(embedded.uri()).awaitConnected(SOON)) {
            ConsumerGroup refused = ConsumerGroup.named("refused")
                    .exchange(Exchange.topic("orders").alternate("nowhere"))
                    .on("orders", "#", handled::add)
                    .start(broker);
            await().atMost(SOON).until(() -> refused.health().words(), words -> words.contains("alternate-exchange"));
            ConsumerGroup.named("working")
                    .on("users", "#", handled::add)
                    .start(broker)
                    .awaitConsuming(SOON);

            for (int id = 1; id <= 500; id++) {
                raw.publish("users", "user.created", "{\"user_id\":" + id + "}");
                DomainEvent event = handled.poll(2, TimeUnit.SECONDS);
                assertThat(event).as("event %d", id).isNotNull();
            }
        }
    }
}

package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;
import dev.tidings.testkit.broker.RabbitMq;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** A group on a broker of its own names, and what became of its deliveries. */
abstract class OnRabbitMq {
    /** The broker of the test class. */
    abstract RabbitMq rabbit();

    final BlockingQueue<DomainEvent> handled = new LinkedBlockingQueue<>();
    final BlockingQueue<Handled> observed = new LinkedBlockingQueue<>();
    Broker broker;
    RawClient raw;
    String exchange;
    String group;

    @BeforeEach
    void connect(TestInfo test) throws Exception {
        String name = Integer.toHexString(test.getDisplayName().hashCode());
        exchange = rabbit().name("users-" + name);
        group = rabbit().name("group-" + name);
        rabbit().alsoDelete(group + ".dead", group + ".alone", group + ".retry.100ms");
        broker = Broker.connect(rabbit().uri()).awaitConnected(Duration.ofSeconds(20));
        raw = new RawClient(rabbit().uri());
    }

    @AfterEach
    void close() throws Exception {
        broker.close();
        raw.close();
    }

    ConsumerGroup.Spec spec() {
        return ConsumerGroup.named(group)
                .onFailure(FailurePolicy.retryAfter(Duration.ofMillis(100)))
                .observing(observed::add);
    }

    ConsumerGroup start(ConsumerGroup.Spec spec) {
        return spec.start(broker).awaitConsuming(Duration.ofSeconds(20));
    }

    DomainEvent nextEvent() throws InterruptedException {
        DomainEvent event = handled.poll(15, TimeUnit.SECONDS);
        assertThat(event).as("an event handled within 15 s").isNotNull();
        return event;
    }

    Handled nextVerdict() throws InterruptedException {
        Handled verdict = observed.poll(15, TimeUnit.SECONDS);
        assertThat(verdict).as("a verdict within 15 s").isNotNull();
        return verdict;
    }
}

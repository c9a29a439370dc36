package dev.tidings.samples.docs;

import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.DeadLetter;
import dev.tidings.consumer.DeadLetters;
import dev.tidings.consumer.FailurePolicy;
import dev.tidings.consumer.UnavailableException;
import dev.tidings.embedded.EmbeddedBroker;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.Exchange;
import dev.tidings.publisher.EventPublisher;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** The pages of the docs. */
abstract class GettingStartedCode {
    interface MailServer extends ReadmeCode.Mailer {
        boolean isUp();
    }

    record OrderPlaced(long orderId, UUID customerId) {}

    abstract void invoice(OrderPlaced order);

    abstract void connectTo(String uri);

    EventPublisher.Outcome publish(Broker broker) {
        EventPublisher users = EventPublisher.to("users").source("user-service").open(broker);

        DomainEvent event = DomainEvent.of("profile.updated", "user_id", 42)
                .changed("country", "city")
                .version(7);
        EventPublisher.Outcome outcome = users.publish(event);
        return outcome;
    }

    void consume(Broker broker, ReadmeCode.Mailer mailer) {
        ConsumerGroup.named("welcome-mail")
                .on("users", "user.created", event -> mailer.welcome(event.longId("user_id")))
                .on("users", "user.#", event -> mailer.forget(event.longId("user_id")))
                .start(broker);
    }

    void typed(Broker broker) {
        ConsumerGroup.named("billing")
                .on("shop", "order.placed", event -> invoice(event.as(OrderPlaced.class)))
                .start(broker);
    }

    void failing(Broker broker) {
        ConsumerGroup.named("billing")
                .on("shop", "order.placed", event -> invoice(event.as(OrderPlaced.class)))
                .onFailure(FailurePolicy.retryAfter(Duration.ofSeconds(1), Duration.ofMinutes(1))
                        .deadLetterAtOnce(IllegalArgumentException.class)
                        .pauseOn(ConnectException.class))
                .start(broker);
    }

    void unavailable(Broker broker, MailServer mailer) {
        ConsumerGroup.named("welcome-mail")
                .on("users", "user.created", event -> {
                    if (!mailer.isUp()) {
                        throw new UnavailableException("the mail server does not answer");
                    }
                    mailer.welcome(event.longId("user_id"));
                })
                .start(broker);
    }

    abstract void report(String exception, long count);

    void redrive(Broker broker) {
        DeadLetters dead = DeadLetters.of("billing", broker);
        dead.count(DeadLetter::exception).forEach((exception, count) -> report(exception, count));
        dead.where(letter -> letter.failure().contains("timeout")).limit(500).redrive();
    }

    void foreign(Broker broker) {
        ConsumerGroup.named("billing")
                .exchange(Exchange.topic("legacy").existing())
                .reading(message -> DomainEvent.of(
                        "order.placed", "order_id", message.header("order").orElseThrow()))
                .on("legacy", "#", event -> invoice(event.as(OrderPlaced.class)))
                .start(broker);
    }

    void embedded() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            connectTo(broker.uri()); // amqp://guest:guest@127.0.0.1:49152
        }
    }

    void stored() {
        try (EmbeddedBroker broker = EmbeddedBroker.storedIn(Path.of("data/broker"))) {
            connectTo(broker.uri());
        }
    }
}

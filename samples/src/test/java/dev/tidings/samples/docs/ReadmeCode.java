package dev.tidings.samples.docs;

import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.events.DomainEvent;
import dev.tidings.publisher.EventPublisher;

/** The first lines of the README. */
final class ReadmeCode {
    private ReadmeCode() {}

    interface Mailer {
        void welcome(long userId) throws Exception;

        void forget(long userId);
    }

    static void produce() {
        try (Broker broker = Broker.connect("amqp://localhost");
                EventPublisher users = EventPublisher.to("users").open(broker)) {
            users.publish(DomainEvent.of("profile.updated", "user_id", 42).changed("country", "city"));
        }
    }

    static void consume(Mailer mailer) {
        Broker broker = Broker.fromEnvironment();
        ConsumerGroup.named("welcome-mail")
                .on("users", "user.created", event -> mailer.welcome(event.longId("user_id")))
                .start(broker);
        broker.awaitShutdown();
    }
}

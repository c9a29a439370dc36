package dev.tidings.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;

/** What the promises of a publisher are tried on. */
interface PublisherPromises extends PublisherFixture {
    /** Connected, over a healthy link. */
    Broker broker();

    default boolean differs(Difference in) {
        return differences().contains(in);
    }

    /** Waits until the publisher's health is told in these words. */
    default void awaitWords(EventPublisher publisher, String... words) {
        await().untilAsserted(() -> assertThat(publisher.health().words()).contains(words));
    }

    default EventPublisher open(EventPublisher.Spec spec) {
        return open(spec, broker());
    }

    default EventPublisher open(String exchange) {
        return open(EventPublisher.to(exchange));
    }

    /** A queue to be bound to that exchange. Its name is another: Qpid's default exchange routes to exchanges as well, by name. */
    default RawQueue queue(String exchange) throws Exception {
        return new RawQueue(uri(), exchange + ".all", queueArguments());
    }

    /** A queue that gets all that is published to that topic exchange. */
    default RawQueue everythingTo(String exchange) throws Exception {
        return queue(exchange).boundTo(exchange, "topic", "#");
    }

    default DomainEvent event(String type, long userId) {
        return DomainEvent.of(type, "user_id", userId);
    }
}

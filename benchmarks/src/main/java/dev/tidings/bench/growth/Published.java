package dev.tidings.bench.growth;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
import dev.tidings.bench.peers.BareMessages;
import dev.tidings.bench.peers.BarePublisher;
import dev.tidings.events.DomainEvent;
import dev.tidings.publisher.EventPublisher;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * What is published, by number: as an event of ours, and as a message of the same size for the bare client.
 *
 * @param body of each message of the bare client
 */
// The body is bytes, and nobody compares what is published.
@SuppressWarnings("ArrayRecordComponent")
record Published(
        IntFunction<DomainEvent> event,
        IntFunction<String> routingKey,
        byte[] body,
        Supplier<BasicProperties> properties) {

    /** Each of another entity. */
    static Published usual() {
        return of(Site::event);
    }

    /** Events of the usual size and routing key. */
    static Published of(IntFunction<DomainEvent> event) {
        return new Published(event, i -> Site.TYPE, Site.body(), BareMessages::least);
    }

    /** Publishes from one thread, and returns when all is confirmed. */
    void by(EventPublisher publisher, int events) {
        CompletableFuture<?>[] outcomes = new CompletableFuture<?>[events];
        for (int i = 0; i < events; i++) {
            outcomes[i] = publisher.publishAsync(event.apply(i));
        }
        CompletableFuture.allOf(outcomes).join();
    }

    /** The same with the bare client. */
    void by(BareClient bare, String exchange, int events) throws Exception {
        try (BarePublisher publisher = bare.publisher(Site.WINDOW)) {
            for (int i = 0; i < events; i++) {
                publisher.publish(exchange, routingKey.apply(i), properties.get(), body);
            }
            publisher.awaitAll();
        }
    }
}

package dev.tidings.bench.latency;

import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
import dev.tidings.bench.peers.BareMessages;
import dev.tidings.bench.peers.BarePublisher;
import dev.tidings.bench.peers.RememberingListener;
import dev.tidings.bench.rig.GroupQueue;
import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.publisher.EventPublisher;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/** Events on their way from a publisher to a handler. For use by one thread. */
interface Flow extends Closeable {

    /** Does not wait for the confirm, unless the window is full. */
    void publish(long id) throws Exception;

    /** Waits until all are confirmed. */
    void awaitConfirmed() throws Exception;

    /** Begins to consume; the handler is called with the id of each. */
    @FunctionalInterface
    interface Opening {
        Flow of(GroupQueue queue, LongConsumer handler) throws Exception;
    }

    static Flow ours(GroupQueue queue, LongConsumer handler) {
        Broker broker = queue.site().connect();
        EventPublisher publisher =
                EventPublisher.to(queue.name()).window(Site.WINDOW).open(broker);
        ConsumerGroup group = ConsumerGroup.named(queue.name())
                .on(queue.name(), "#", event -> handler.accept(event.longId("user_id")))
                .start(broker)
                .awaitConsuming(Duration.ofSeconds(20));
        List<CompletableFuture<?>> outcomes = new ArrayList<>();
        return new Flow() {
            @Override
            public void publish(long id) {
                outcomes.add(publisher.publishAsync(Site.event(id)));
            }

            @Override
            public void awaitConfirmed() {
                outcomes.forEach(CompletableFuture::join);
            }

            @Override
            public void close() {
                group.close();
                publisher.close();
                broker.close();
            }
        };
    }

    static Flow bare(GroupQueue queue, LongConsumer handler) throws Exception {
        BareClient client = new BareClient(queue.site().uri());
        BarePublisher publisher = client.publisher(Site.WINDOW);
        client.consume(queue.name(), Site.PREFETCH, new RememberingListener(event -> handler.accept(event.userId())));
        return new Flow() {
            @Override
            public void publish(long id) throws Exception {
                publisher.publish(queue.name(), Site.TYPE, BareMessages.least(), Site.body(id));
            }

            @Override
            public void awaitConfirmed() throws Exception {
                publisher.awaitAll();
            }

            @Override
            public void close() throws IOException {
                publisher.close();
                client.close();
            }
        };
    }
}

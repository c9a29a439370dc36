package dev.tidings.bench.consuming;

import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
import dev.tidings.bench.peers.RememberingListener;
import dev.tidings.bench.peers.SpringClient;
import dev.tidings.bench.rig.GroupQueue;
import dev.tidings.broker.Broker;

/** The main class of a JVM that consumes a queue until it is killed, and says when the first event is at its handler. */
final class FirstEvent {
    private FirstEvent() {}

    /** Who consumes. */
    enum Client {
        OURS,
        BARE,
        SPRING
    }

    /** Words: client, URI, queue. */
    public static void main(String[] words) throws Exception {
        GroupQueue queue = new GroupQueue(new Site(words[1]), words[2]);
        Runnable handler = () -> System.out.println("handled");
        RememberingListener listener = new RememberingListener(event -> handler.run());
        switch (Client.valueOf(words[0])) {
            case OURS -> {
                Broker broker = queue.site().connect();
                queue.spec(handler).start(broker);
                broker.awaitShutdown();
            }
            case BARE -> new BareClient(words[1]).consume(queue.name(), Site.PREFETCH, listener);
            case SPRING -> new SpringClient(words[1]).consume(SpringClient.Container.SIMPLE, queue.name(), listener);
        }
    }
}

package dev.tidings.bench.growth;

import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
import dev.tidings.bench.peers.RememberingListener;
import dev.tidings.bench.rig.Countdown;
import dev.tidings.broker.Broker;
import dev.tidings.publisher.EventPublisher;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Events that wait in the queue of one group, handled by several instances. They are published before the time begins.
 *
 * @param work what a handler does with each event
 * @param baseline an instance of the bare client
 */
record Backlog(Stage stage, int events, Filling filling, int instances, Runnable work, Starting baseline)
        implements Series.Scene {

    /** Publishes what waits, and returns when all is confirmed. */
    @FunctionalInterface
    interface Filling {
        void fill(Stage stage, int events) throws Exception;

        /** By our publisher. */
        static Filling of(Published published) {
            return (stage, events) -> {
                try (Broker broker = stage.site().connect();
                        EventPublisher publisher = EventPublisher.to(stage.exchange())
                                .window(Site.WINDOW)
                                .open(broker)) {
                    published.by(publisher, events);
                }
            };
        }

        /** By the bare client. */
        static Filling ofOthers(Published published) {
            return (stage, events) -> {
                try (BareClient bare = new BareClient(stage.site().uri())) {
                    published.by(bare, stage.exchange(), events);
                }
            };
        }
    }

    /** Starts an instance, which consumes until it is closed. */
    @FunctionalInterface
    interface Starting {
        AutoCloseable start(Stage stage, Runnable handler) throws Exception;

        /** The bare client, which handles one event after the other: the fastest, where handlers do nothing. */
        static AutoCloseable bare(Stage stage, Runnable handler) throws Exception {
            BareClient bare = new BareClient(stage.site().uri());
            bare.consume(stage.queue(), Site.PREFETCH, new RememberingListener(event -> handler.run()));
            return bare;
        }
    }

    @Override
    public double ours() throws Exception {
        return measured((stage, handler) -> {
            Broker broker = stage.site().connect();
            stage.start(broker, handler);
            return broker;
        });
    }

    @Override
    public double bare() throws Exception {
        return measured(baseline);
    }

    private double measured(Starting starting) throws Exception {
        stage.clear();
        filling.fill(stage, events);
        Countdown handled = new Countdown(events);
        Runnable handler = () -> {
            work.run();
            handled.count();
        };
        Deque<AutoCloseable> running = new ArrayDeque<>();
        try {
            for (int i = 0; i < instances; i++) {
                running.push(starting.start(stage, handler));
            }
            return handled.rateSinceFirst();
        } finally {
            for (AutoCloseable instance : running) {
                instance.close();
            }
        }
    }

    @Override
    public void close() {
        stage.close();
    }
}

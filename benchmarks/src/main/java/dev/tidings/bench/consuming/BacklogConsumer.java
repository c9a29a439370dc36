package dev.tidings.bench.consuming;

import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
import dev.tidings.bench.peers.RememberingListener;
import dev.tidings.bench.rig.Countdown;
import dev.tidings.bench.rig.GroupQueue;
import dev.tidings.broker.Broker;

/** The main class of a JVM that consumes what waits in a queue, and tells on one line how that went. */
final class BacklogConsumer {
    private BacklogConsumer() {}

    /** Who consumes. */
    enum Client {
        OURS,
        BARE
    }

    /**
     * How it went.
     *
     * @param rate events a second
     * @param peakMiB the most that was left on the heap by a garbage collection
     * @param bytesPerEvent what was allocated
     */
    record Told(double rate, double peakMiB, double bytesPerEvent) {
        static Told of(String line) {
            String[] words = line.split(" ", 3);
            return new Told(Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]));
        }

        String line() {
            return rate + " " + peakMiB + " " + bytesPerEvent;
        }
    }

    /** What is watched meanwhile. */
    private record Watch(HeapPeak heap, Allocation allocation, Countdown handled) {
        static Watch of(int events) {
            return new Watch(HeapPeak.watch(), new Allocation(events), new Countdown(events));
        }

        void count() {
            allocation.count();
            handled.count();
        }

        Told told() throws InterruptedException {
            double rate = handled.rateSinceFirst();
            double bytesPerEvent = allocation.perEvent();
            return new Told(rate, heap.mebibytes(), bytesPerEvent);
        }
    }

    /** Consumes, and says how it went. Words: client, URI, queue, number of events. */
    public static void main(String[] words) throws Exception {
        Watch watch = Watch.of(Integer.parseInt(words[3]));
        GroupQueue queue = new GroupQueue(new Site(words[1]), words[2]);
        Told told = Client.valueOf(words[0]) == Client.OURS ? ours(queue, watch) : bare(queue, watch);
        System.out.println(told.line());
    }

    private static Told ours(GroupQueue queue, Watch watch) throws InterruptedException {
        try (Broker broker = queue.site().connect()) {
            queue.spec(watch::count).start(broker);
            return watch.told();
        }
    }

    private static Told bare(GroupQueue queue, Watch watch) throws Exception {
        try (BareClient bare = new BareClient(queue.site().uri())) {
            bare.consume(queue.name(), Site.PREFETCH, new RememberingListener(event -> watch.count()));
            return watch.told();
        }
    }
}

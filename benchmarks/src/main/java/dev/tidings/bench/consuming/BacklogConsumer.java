package dev.tidings.bench.consuming;

import dev.tidings.bench.Site;
import dev.tidings.bench.peers.BareClient;
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
     */
    record Told(double rate, double peakMiB) {
        static Told of(String line) {
            String[] words = line.split(" ", 2);
            return new Told(Double.parseDouble(words[0]), Double.parseDouble(words[1]));
        }

        String line() {
            return rate + " " + peakMiB;
        }
    }

    /** Consumes, and says how it went. Words: client, URI, queue, number of events. */
    public static void main(String[] words) throws Exception {
        HeapPeak heap = HeapPeak.watch();
        GroupQueue queue = new GroupQueue(new Site(words[1]), words[2]);
        Countdown handled = new Countdown(Integer.parseInt(words[3]));
        double rate = Client.valueOf(words[0]) == Client.OURS ? ours(queue, handled) : bare(queue, handled);
        System.out.println(new Told(rate, heap.mebibytes()).line());
    }

    private static double ours(GroupQueue queue, Countdown handled) throws InterruptedException {
        try (Broker broker = queue.site().connect()) {
            long start = System.nanoTime();
            queue.spec(handled::count).start(broker);
            return handled.rateSince(start);
        }
    }

    private static double bare(GroupQueue queue, Countdown handled) throws Exception {
        try (BareClient bare = new BareClient(queue.site().uri())) {
            long start = System.nanoTime();
            bare.consume(queue.name(), Site.PREFETCH, handled::count);
            return handled.rateSince(start);
        }
    }
}

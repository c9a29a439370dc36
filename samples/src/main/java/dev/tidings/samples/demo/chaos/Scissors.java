package dev.tidings.samples.demo.chaos;

import dev.tidings.testkit.proxy.Ending;
import dev.tidings.testkit.proxy.FaultyProxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Cuts the connections of one service after the other, every one to two seconds. */
final class Scissors implements AutoCloseable {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Map<String, FaultyProxy> proxies;
    private final Random random;
    private final Thread thread = new Thread(this::cutAgainAndAgain, "chaos scissors");
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile String last = "cuts: 0";

    Scissors(Map<String, FaultyProxy> proxies, Random random) {
        this.proxies = proxies;
        this.random = random;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void cutAgainAndAgain() {
        try {
            while (!closing.await(random.nextLong(SHORTEST.toMillis(), LONGEST.toMillis()), TimeUnit.MILLISECONDS)) {
                cut();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void cut() {
        List<Map.Entry<String, FaultyProxy>> services =
                proxies.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
        Map.Entry<String, FaultyProxy> service = services.get(random.nextInt(services.size()));
        Ending ending = random.nextBoolean() ? Ending.RST : Ending.FIN;
        service.getValue().cut(ending);
        last = "cuts: %,d, the last one through the connections of %s, by TCP %s"
                .formatted(cuts.incrementAndGet(), service.getKey(), ending);
    }

    String deeds() {
        return last;
    }

    @Override
    public void close() {
        closing.countDown();
    }
}

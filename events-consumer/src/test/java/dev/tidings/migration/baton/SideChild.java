package dev.tidings.migration.baton;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.Handled;
import dev.tidings.testkit.process.ChildJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;

/**
 * An instance of a side in a process that is killed. It says its process number, {@code consuming}, {@code armed} when its standard input has
 * ended, and {@code reached} when it is at its point after that.
 */
final class SideChild {
    static final String NEVER = "never";

    private SideChild() {}

    static ChildJvm launch(String point, String queue, SidePlace place) throws IOException {
        List<String> words = new ArrayList<>(List.of(point, queue));
        words.addAll(place.words());
        return ChildJvm.start(SideChild.class, "96m", words.toArray(String[]::new));
    }

    public static void main(String[] words) throws Exception {
        CompletableFuture<Void> unused = ProcessHandle.current()
                .parent()
                .orElseThrow()
                .onExit()
                .thenRun(() -> Runtime.getRuntime().halt(CrashPoint.HALTED));
        System.out.println(ProcessHandle.current().pid());
        String queue = words[1];
        SidePlace place = SidePlace.of(List.of(words).subList(2, words.length));
        CrashPoint point = new CrashPoint(words[0], queue, place);
        try (HikariDataSource pool = place.pool();
                Broker broker = Broker.connect(place.uri()).awaitConnected(Duration.ofSeconds(60))) {
            DataSource watched = WatchedDataSource.of(pool, point);
            ConsumerGroup.Spec spec = place.spec(queue, watched).observing(handled -> {
                if (handled.verdict() == Handled.Verdict.FORWARDED) {
                    point.pass("after-forward");
                }
            });
            place.baton(watched).run(spec, WatchedBroker.of(broker, point)).awaitConsuming(Duration.ofSeconds(60));
            System.out.println("consuming");
            while (System.in.read() >= 0) {
                // Nothing is said to it.
            }
            System.out.println("armed");
            point.arm();
            new CountDownLatch(1).await();
        }
    }
}

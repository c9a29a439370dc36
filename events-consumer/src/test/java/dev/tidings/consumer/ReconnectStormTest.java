package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.testkit.broker.PrivateNode;
import dev.tidings.testkit.broker.RabbitMqNode;
import dev.tidings.testkit.proxy.FaultyProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many services lose the same broker, and it comes back. */
@Tag("slow")
@Timeout(300)
class ReconnectStormTest {
    /** Each has two connections. */
    private static final int SERVICES = 100;

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int LOOKS_IN_A_SECOND = 50;
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final RabbitMqNode node = PrivateNode.shared();
    private final List<Broker> services = new ArrayList<>();
    /** How many connections were tried until each look. */
    private final List<Integer> tried = new ArrayList<>();

    private long up() {
        return services.stream()
                .filter(service -> service.health().state() == Health.State.UP)
                .count();
    }

    @Test
    void they_come_back_one_after_the_other_and_none_is_left_behind() {
        try (FaultyProxy proxy = FaultyProxy.inFrontOf(node.uri())) {
            for (int i = 0; i < SERVICES; i++) {
                services.add(Broker.connect(proxy.through(node.uri())));
            }
            await().atMost(DEADLINE).until(() -> up() == SERVICES);

            proxy.refuse();
            node.stop();
            await().atMost(DEADLINE).until(() -> up() == 0);
            node.restart();
            int before = proxy.accepted();
            long start = System.nanoTime();
            proxy.heal();
            while (up() < SERVICES && System.nanoTime() - start < DEADLINE.toNanos()) {
                LockSupport.parkNanos(LOOK.toNanos());
                tried.add(proxy.accepted() - before);
            }
            double seconds = (System.nanoTime() - start) / 1e9;

            int peak = mostIn(LOOKS_IN_A_SECOND);
            System.out.printf(
                    "ReconnectStormTest: %d connections tried %d times after a restart, at most %d in a second and %d in a tenth of one, %d of %d services are back after %.1f s%n",
                    2 * SERVICES,
                    proxy.accepted() - before,
                    peak,
                    mostIn(LOOKS_IN_A_SECOND / 10),
                    up(),
                    SERVICES,
                    seconds);
            assertThat(up()).isEqualTo(SERVICES);
            assertThat(peak).as("not all in the same second").isLessThan(2 * SERVICES);
        } finally {
            services.parallelStream().forEach(Broker::close);
        }
    }

    /** In so many looks one after the other. */
    private int mostIn(int looks) {
        int most = 0;
        for (int to = 0; to < tried.size(); to++) {
            most = Math.max(most, tried.get(to) - (to < looks ? 0 : tried.get(to - looks)));
        }
        return most;
    }
}

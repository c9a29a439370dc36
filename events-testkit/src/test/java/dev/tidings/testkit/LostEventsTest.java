package dev.tidings.testkit;

import static java.util.stream.LongStream.rangeClosed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.events.DomainEvent;
import dev.tidings.mirror.Mirror;
import dev.tidings.mirror.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Events that never come, or had come before there was a mirror. */
class LostEventsTest extends OnMirroredOwner {
    private static final int MANY = 5_000;

    @Test
    void a_sweep_repairs_what_events_were_lost_of() throws Exception {
        Mirror<Profile> mirror = mirror(here());
        start(mirror);
        publish(changeAll(300));
        awaitEqual();
        rangeClosed(1, 20).forEach(this::change);
        rangeClosed(301, 310).forEach(this::change);
        rangeClosed(50, 54).forEach(this::remove);
        assertThat(difference()).isEqualTo(new Difference(10, 25));

        long since = System.nanoTime();
        Sweep sweep = mirror.sweep();
        assertFigures("62 lost events, " + sweep, since);
        assertThat(sweep).isEqualTo(new Sweep(305, 30, 5, 35, sweep.oldest(), sweep.took()));
        assertThat(sweep.oldest()).isEmpty();
        assertThat(mark(50)).hasValue("missing 0-1");

        Sweep again = mirror.sweep();
        assertThat(again).isEqualTo(new Sweep(305, 0, 0, 0, again.oldest(), again.took()));
    }

    @Test
    void a_sweep_says_for_how_long_the_oldest_was_different() throws Exception {
        Instant then = Instant.now().minus(Duration.ofMinutes(60));
        change(1);
        change(2);
        List<Map<String, Object>> items = List.of(
                Map.of("user_id", 1, "version", 1, "changed_at", then.toString()),
                Map.of(
                        "user_id",
                        2,
                        "version",
                        1,
                        "changed_at",
                        then.plusSeconds(60).toString()));
        owner.put("/listing", 1, Map.of("items", items));

        Sweep sweep = Mirror.of(profiles(here()).pages("/listing?after={cursor}"), copies)
                .sweep();
        assertThat(sweep.differed()).isEqualTo(2);
        assertThat(sweep.oldest().orElseThrow()).isBetween(Duration.ofMinutes(60), Duration.ofMinutes(61));
        awaitEqual();
    }

    @Test
    void a_sweep_is_the_first_fill_while_events_come() throws Exception {
        Mirror<Profile> mirror = Mirror.of(profiles(here()).batch("/profiles?ids={user_id*}"), copies);
        changeAll(MANY);
        start(mirror);
        long since = System.nanoTime();
        List<Sweep> progress = new ArrayList<>();
        AtomicBoolean isOver = new AtomicBoolean();
        FutureTask<Sweep> sweeping = new FutureTask<>(() -> {
            try {
                return mirror.sweep(progress::add);
            } finally {
                isOver.set(true);
            }
        });
        new Thread(sweeping, "sweep").start();
        int events = 0;
        while (!isOver.get()) {
            publish(some());
            events += 10;
        }

        Sweep sweep = sweeping.get();
        awaitEnd();
        awaitEqual();
        assertFigures("62 first fill of 5,000 while " + events + " events came, " + sweep, since);
        assertThat(sweep.seen()).isGreaterThan(MANY * 9L / 10);
        assertThat(sweep.repaired()).isLessThanOrEqualTo(sweep.differed() + sweep.vanished());
        assertThat(progress.size()).isGreaterThanOrEqualTo(MANY / 500);
        await().atMost(DEADLINE).untilAsserted(() -> {
            Sweep after = mirror.sweep();
            assertThat(after).isEqualTo(new Sweep(after.seen(), 0, 0, 0, after.oldest(), after.took()));
        });
    }

    /** Of any ten users, each of which may be gone or be back. */
    private List<DomainEvent> some() {
        List<DomainEvent> some = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            long user = 1L + random.nextInt(MANY);
            some.add(random.nextInt(4) == 0 ? remove(user) : change(user));
        }
        return some;
    }
}

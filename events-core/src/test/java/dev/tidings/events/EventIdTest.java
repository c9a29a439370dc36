package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventIdTest {
    private static final long NOW = 1_700_000_000_000L;

    private final AtomicLong clock = new AtomicLong(NOW);
    private final EventId ids = new EventId(clock::get, new SecureRandom());

    @Test
    void an_id_has_the_layout_of_version_7() {
        for (int i = 0; i < 10_000; i++) {
            UUID id = ids.make();
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(millis(id)).isEqualTo(NOW);
        }
        assertThat(EventId.next()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    @Test
    void ids_grow_within_a_millisecond_and_over_milliseconds() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(ids.make().toString());
            clock.addAndGet(i % 100 == 0 ? 1 : 0);
        }
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void ids_grow_when_the_clock_steps_back() {
        String before = ids.make().toString();
        clock.addAndGet(-3_600_000);
        String during = ids.make().toString();
        clock.addAndGet(3_600_001);
        String after = ids.make().toString();
        assertThat(List.of(before, during, after)).isSorted().doesNotHaveDuplicates();
        assertThat(millis(UUID.fromString(during))).isEqualTo(NOW);
        assertThat(millis(UUID.fromString(after))).isEqualTo(NOW + 1);
    }

    @Test
    void a_full_millisecond_spills_into_the_next() {
        EventId full = new EventId(clock::get, new Ones());
        // All random bits set: the counter begins in the middle of its room and takes the largest steps.
        UUID last = full.make();
        for (int i = 0; i < 100; i++) {
            UUID next = full.make();
            assertThat(next.toString()).isGreaterThan(last.toString());
            last = next;
        }
        assertThat(last.getMostSignificantBits() & 0xFFF).isEqualTo(0x800);
    }

    @Test
    void no_two_threads_get_the_same_id_and_each_sees_its_ids_grow() throws Exception {
        int threads = 8;
        int each = 100_000;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            Callable<String[]> work =
                    () -> Stream.generate(EventId::next).limit(each).toArray(String[]::new);
            Set<String> all = new HashSet<>();
            for (Future<String[]> future :
                    pool.invokeAll(Stream.generate(() -> work).limit(threads).toList())) {
                assertThat(future.get()).isSorted();
                all.addAll(Arrays.asList(future.get()));
            }
            assertThat(all).hasSize(threads * each);
        } finally {
            pool.shutdownNow();
        }
    }

    private static long millis(UUID id) {
        return id.getMostSignificantBits() >>> 16;
    }

    private static final class Ones extends SecureRandom {
        private static final long serialVersionUID = 1;

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) 0xFF);
        }
    }
}

package dev.tidings.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.owner.EntityKey;
import dev.tidings.owner.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class InMemoryMirrorForgetsTest {
    private static final EntityKey GONE = EntityKey.of("user_id", 1);
    private static final EntityKey THERE = EntityKey.of("user_id", 2);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final InMemoryMirror<String> mirror = new InMemoryMirror<>(now::get);

    @Test
    void a_mark_is_forgotten_when_it_is_older_and_a_copy_never() {
        assertThat(mirror.apply(List.of(
                        new Change.Removed<>(GONE, Version.of(7)), new Change.Put<>(THERE, Version.of(7), "there"))))
                .isEmpty();

        now.set(Instant.EPOCH.plusSeconds(60));
        assertThat(mirror.forget(Duration.ofSeconds(60))).isZero();
        now.set(Instant.EPOCH.plusSeconds(61));
        assertThat(mirror.forget(Duration.ofSeconds(60))).isEqualTo(1);

        assertThat(mirror.known(List.of(GONE, THERE))).containsOnlyKeys(THERE);
        assertThat(mirror.get(THERE)).contains("there");
    }
}

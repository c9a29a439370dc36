package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class PauseTest {
    private final List<Duration> waits = new ArrayList<>();
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final List<Integer> pulls = new ArrayList<>();
    private final Pause pause = new Pause(
            "billing",
            500,
            (wait, work) -> {
                waits.add(wait);
                later.add(work);
            },
            pulls::add);

    private void waitIsOver() {
        later.remove().run();
    }

    @Test
    void it_takes_none_then_one_and_when_that_is_handled_all() {
        assertThat(pause.begin("no route to host")).isTrue();
        assertThat(pause.isOn()).isTrue();
        assertThat(pause.words()).isEqualTo("paused, because no route to host");

        waitIsOver();
        assertThat(pause.isOn()).isFalse();
        assertThat(pause.words()).isEqualTo("paused, and trying with one event, because no route to host");

        pause.worked(pause.trial());
        assertThat(pause.words()).isEmpty();
        assertThat(pulls).containsExactly(0, 1, 500);
    }

    @Test
    void each_trial_that_fails_is_followed_by_a_longer_wait() {
        for (int i = 0; i < 8; i++) {
            assertThat(pause.begin("down")).isTrue();
            waitIsOver();
        }

        assertThat(waits).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    }

    @Test
    void the_next_pause_begins_with_a_short_wait_again() {
        pause.begin("down");
        waitIsOver();
        pause.begin("down");
        waitIsOver();
        pause.worked(pause.trial());

        pause.begin("down");

        assertThat(waits).extracting(Duration::toSeconds).containsExactly(1L, 2L, 1L);
    }

    @Test
    void what_fails_while_it_pauses_changes_nothing() {
        pause.begin("down");

        assertThat(pause.begin("down, too")).isFalse();
        assertThat(later).hasSize(1);
        assertThat(pause.words()).endsWith("because down");
    }

    @Test
    void what_was_begun_before_the_failure_proves_nothing() {
        long before = pause.trial();
        pause.begin("down");
        pause.worked(before);
        assertThat(pause.isOn()).isTrue();

        waitIsOver();
        pause.worked(before);

        assertThat(pause.words()).isNotEmpty();
        assertThat(pulls).containsExactly(0, 1);
    }
}

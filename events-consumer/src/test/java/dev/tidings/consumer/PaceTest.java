package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace();

    private void after(int events, Duration each) {
        for (int i = 0; i < 60; i++) {
            pace.took(events, each.multipliedBy(events));
        }
    }

    @Test
    void it_begins_with_one_event() {
        assertThat(pace.next()).isEqualTo(1);
    }

    @Test
    void slow_handlers_get_one_event_at_a_time() {
        after(1, Duration.ofMillis(50));

        assertThat(pace.next()).isEqualTo(1);
    }

    @Test
    void fast_ones_get_what_they_do_in_20_ms_up_to_a_hundred() {
        after(10, Duration.ofMillis(1));
        assertThat(pace.next()).isBetween(19, 21);

        after(100, Duration.ofNanos(1_000));
        assertThat(pace.next()).isEqualTo(100);
    }

    @Test
    void what_no_handler_took_time_for_does_not_count() {
        after(1, Duration.ZERO);

        assertThat(pace.next()).isEqualTo(100);
    }
}

package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalingTest {
    private final List<Integer> changes = new ArrayList<>();
    private final Scaling scaling =
            new Scaling(Capacity.usual().withAutoscale(new Autoscale(2, 20, 100)), changes::add);

    @Test
    void it_begins_with_the_least_and_grows_at_once() {
        assertThat(scaling.now()).isEqualTo(2);
        scaling.backlog(0);
        scaling.backlog(750);

        assertThat(changes).containsExactly(8);
    }

    @Test
    void it_never_leaves_its_bounds() {
        scaling.backlog(1_000_000);
        for (int look = 0; look < 20; look++) {
            scaling.backlog(0);
        }

        assertThat(changes).containsExactly(20, 2);
    }

    @Test
    void it_shrinks_only_when_all_looks_of_a_minute_wanted_less_and_to_the_most_of_them() {
        scaling.backlog(1_000);
        for (int look = 0; look < 11; look++) {
            scaling.backlog(look == 5 ? 400 : 100);
        }
        assertThat(scaling.now()).isEqualTo(10);
        scaling.backlog(100);
        assertThat(scaling.now()).isEqualTo(4);
    }

    @Test
    void a_backlog_that_goes_up_and_down_does_not_make_it_flap() {
        for (int look = 0; look < 1_000; look++) {
            scaling.backlog(look % 2 == 0 ? 500 : 1_500);
        }

        assertThat(changes).containsExactly(5, 15);
    }

    @Test
    void a_number_said_by_hand_stays() {
        scaling.byHand(7);
        scaling.backlog(1_000_000);

        assertThat(changes).containsExactly(7);
        assertThatThrownBy(() -> scaling.byHand(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 1000");
    }

    @Test
    void bounds_that_are_none_are_refused() {
        assertThatThrownBy(() -> new Autoscale(5, 4, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the smaller number first");
        assertThatThrownBy(() -> new Autoscale(1, 4, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 or more");
    }
}

package dev.tidings.telemetry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class MetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Meters meters = Meters.present();
    private String name;

    @BeforeEach
    void add(TestInfo test) {
        Metrics.addRegistry(registry);
        name = "test." + test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void remove() {
        Metrics.removeRegistry(registry);
        registry.close();
    }

    @Test
    void a_counter_counts_for_each_combination_of_tags() {
        Meters.Counter users = meters.counter(name, "exchange", "users");
        users.add(1);
        users.add(2);
        meters.counter(name, "exchange", "users").add(10);
        meters.counter(name, "exchange", "shop").add(100);

        assertThat(registry.get(name).tag("exchange", "users").counter().count())
                .isEqualTo(13);
        assertThat(registry.get(name).tag("exchange", "shop").counter().count()).isEqualTo(100);
    }

    @Test
    void a_timer_knows_how_often_and_how_long() {
        Meters.Timer timer = meters.timer(name, "exchange", "users");
        timer.record(2_000_000);
        timer.record(3_000_000);

        assertThat(registry.get(name).timer().count()).isEqualTo(2);
        assertThat(registry.get(name).timer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(5);
    }

    @Test
    void gauges_of_one_name_add_up_and_the_meter_leaves_with_the_last() {
        Meters.Reading first = meters.gauge(name, () -> 3, "exchange", "users");
        Meters.Reading second = meters.gauge(name, () -> 4, "exchange", "users");
        assertThat(registry.get(name).gauge().value()).isEqualTo(7);

        first.close();
        first.close();
        assertThat(registry.get(name).gauge().value()).isEqualTo(4);

        second.close();
        assertThat(registry.find(name).gauge()).isNull();
        assertThat(Metrics.globalRegistry.find(name).gauge()).isNull();
    }

    @Test
    void a_gauge_that_was_closed_twice_does_not_end_its_successor() {
        Meters.Reading first = meters.gauge(name, () -> 3);
        first.close();
        Meters.Reading second = meters.gauge(name, () -> 4);
        first.close();

        assertThat(registry.get(name).gauge().value()).isEqualTo(4);
        second.close();
    }

    @Test
    void a_total_keeps_what_closed_ones_have_counted() {
        long[] counted = {5};
        Meters.Reading first = meters.total(name, () -> counted[0]);
        Meters.Reading second = meters.total(name, () -> 100);
        counted[0] = 7;

        first.close();
        first.close();
        counted[0] = 1_000;

        assertThat(total()).isEqualTo(107);
        second.close();
        assertThat(total()).isEqualTo(107);
    }

    private double total() {
        Meter total = registry.get(name).meter();
        return total.measure().iterator().next().getValue();
    }

    @Test
    void a_registry_that_comes_later_gets_all_meters() {
        Metrics.removeRegistry(registry);
        Meters.Counter counter = meters.counter(name);
        Meters.Reading gauge = meters.gauge(name + ".now", () -> 3);
        counter.add(1);

        Metrics.addRegistry(registry);
        counter.add(1);

        assertThat(registry.get(name).counter().count()).isEqualTo(1);
        assertThat(registry.get(name + ".now").gauge().value()).isEqualTo(3);
        gauge.close();
    }
}

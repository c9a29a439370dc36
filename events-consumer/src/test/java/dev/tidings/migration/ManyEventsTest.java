package dev.tidings.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.testkit.process.ChildJvm;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ManyEventsTest {

    @Test
    void a_hundred_thousand_events_are_compared_in_little_memory() throws IOException {
        try (ChildJvm child = ChildJvm.start(ManyEvents.class, "32m")) {
            assertThat(child.line()).isEqualTo("50000 of 100000, 501 strata, HTML of some size");
            assertThat(child.exitCode()).isZero();
        }
    }
}

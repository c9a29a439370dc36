package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.events.DomainEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TaskTest {
    private final Task task = Task.of(DomainEvent.of("picture.render", "picture_id", 7));

    @Test
    void a_task_is_done_as_soon_as_possible_unless_it_says_otherwise() {
        assertThat(task.delay()).isZero();
        assertThat(task.priority()).isEqualTo(Task.Priority.NORMAL);
        assertThat(task.after(Duration.ofDays(24)).priority(Task.Priority.LOW))
                .isEqualTo(new Task(task.what(), Duration.ofDays(24), Task.Priority.LOW));
    }

    @Test
    void a_delay_that_is_not_possible_is_refused_with_what_is() {
        assertThatThrownBy(() -> task.after(Duration.ofDays(25)).delay())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT582H32M31S");
        assertThatThrownBy(() -> task.after(Duration.ofSeconds(-1)).delay())
                .isInstanceOf(IllegalArgumentException.class);
    }
}

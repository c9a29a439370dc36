package dev.tidings.testkit;

import static dev.tidings.testkit.OwnerFault.delay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.events.DomainEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two groups write to one table, and the one that was answered with the older state is answered last. */
class OverlappingCallbacksTest extends OnMirroredOwner {
    private static final int USERS = 8;

    @Test
    void the_newer_answer_stays() throws Exception {
        start(spec(group()).mirror(exchange, "user.updated", mirror(here())));
        start(spec(group() + "-deletions").mirror(exchange, "user.deleted", mirror(here())));
        OwnerFault late = delay(Duration.ofSeconds(1));
        owner.begin(late);
        publish(changeAll(USERS));
        await().atMost(DEADLINE).until(() -> owner.requests() == USERS);
        owner.end(late);

        List<DomainEvent> removals = new ArrayList<>();
        for (long user = 1; user <= USERS; user++) {
            removals.add(remove(user));
        }
        long since = System.nanoTime();
        publish(removals);
        await().atMost(DEADLINE).until(() -> count(Verdict.DONE) == USERS);
        assertThat(mark(1)).hasValue("removed 0-2");
        awaitEnd();
        assertFigures("59 an older answer after a newer one", since);
        assertThat(mark(1)).hasValue("removed 0-2");
        assertThat(owner.answers(200)).isEqualTo(USERS);
    }
}

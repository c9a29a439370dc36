package dev.tidings.testkit;

import static dev.tidings.testkit.OwnerFault.behind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.consumer.FailurePolicy;
import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.events.DomainEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Users who were deleted, of whom old events come late, or who are made anew under the same id. */
class RecreatedEntityTest extends OnMirroredOwner {
    private static final int USERS = 50;

    @Test
    void a_late_update_does_not_bring_back_who_was_deleted() throws Exception {
        start(mirror(here()));
        publish(changeAll(USERS));
        List<DomainEvent> late = changeAll(USERS);
        for (int user = 1; user <= USERS; user++) {
            publish(remove(user));
        }
        awaitEnd();

        long since = System.nanoTime();
        owner.begin(behind(1));
        publish(late);
        awaitEnd();
        assertFigures("58 late updates after deletes, from a replica behind", since);
        assertThat(mark(1)).hasValue("removed 0-3");
        owner.heal();
        publish(late);
        awaitEnd();
        assertFigures("58 late updates after deletes", since);
        assertThat(mark(1)).hasValue("removed 0-3");
    }

    @Test
    void who_is_made_anew_is_there_again_whatever_the_order() throws Exception {
        start(mirror(here()));
        List<DomainEvent> events = new ArrayList<>(changeAll(USERS));
        publish(events);
        for (int user = 1; user <= USERS; user++) {
            events.add(remove(user));
            if (user % 2 == 0) {
                events.add(change(user));
            }
        }
        Collections.shuffle(events, random);

        long since = System.nanoTime();
        publish(events);
        publish(events);
        awaitEnd();
        assertFigures("58 made anew with higher versions", since);
        assertThat(present()).hasSize(USERS / 2);
    }

    @Test
    void who_is_made_anew_with_versions_that_restart_is_there_again() throws Exception {
        start(spec(group())
                .onFailure(FailurePolicy.retryAfter(Duration.ofMillis(50)))
                .mirror(exchange, "#", mirror(here())));
        List<DomainEvent> first = new ArrayList<>(changeAll(USERS));
        first.addAll(changeAll(USERS));
        publish(first);
        awaitEnd();
        List<DomainEvent> again = new ArrayList<>();
        for (long user = 1; user <= USERS; user++) {
            again.add(remove(user));
            again.add(restart(user));
        }
        Collections.shuffle(again, random);

        long since = System.nanoTime();
        publish(again);
        awaitEnd();
        assertFigures("58 made anew with versions that restart", since);
        long before = count(Verdict.RETRY_LATER);
        first.addAll(again);
        Collections.shuffle(first, random);
        publish(first);
        await().atMost(DEADLINE).until(() -> count(Verdict.RETRY_LATER) >= before + USERS);
        assertThat(present()).hasSize(USERS);
        awaitEnd();
        assertFigures("58 the same, and the old incarnation's events come late", since);
        assertThat(mark(1)).hasValue("present 1-1");
    }
}

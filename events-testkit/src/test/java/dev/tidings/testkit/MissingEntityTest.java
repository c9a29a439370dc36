package dev.tidings.testkit;

import static dev.tidings.testkit.OwnerFault.behind;
import static dev.tidings.testkit.OwnerFault.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.consumer.Handled.Verdict;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** An owner that does not have a user, or not yet, or not any more. */
class MissingEntityTest extends OnMirroredOwner {
    private static final int USERS = 100;

    @Test
    void events_wait_for_users_who_cannot_be_seen_yet() throws Exception {
        start(mirror(here()));
        OwnerFault unseen = behind(1);
        owner.begin(unseen);
        publish(changeAll(USERS));
        await().atMost(DEADLINE).until(() -> count(Verdict.RETRY_LATER) >= 3L * USERS);
        assertThat(present()).isEmpty();
        assertThat(mark(1)).isEmpty();

        long since = System.nanoTime();
        owner.end(unseen);
        awaitEnd();
        assertFigures("57 missing before the creation is seen", since);
        assertThat(highestAttempt()).isEqualTo(1);
    }

    @Test
    void users_who_are_deleted_leave_a_mark_once_the_deletion_is_seen() throws Exception {
        start(mirror(here()));
        publish(changeAll(USERS));
        awaitEnd();
        OwnerFault unseen = behind(1);
        owner.begin(unseen);
        publish(LongStream.rangeClosed(1, USERS / 2).mapToObj(this::remove).toList());
        await().atMost(DEADLINE).until(() -> count(Verdict.RETRY_LATER) >= USERS);
        assertThat(present()).hasSize(USERS);

        long since = System.nanoTime();
        owner.end(unseen);
        awaitEnd();
        assertFigures("57 deleted", since);
        assertThat(highestAttempt()).isEqualTo(1);
        for (int user = 1; user <= USERS / 2; user++) {
            assertThat(mark(user)).hasValue("removed 0-2");
        }
    }

    @Test
    void users_who_were_changed_are_not_taken_for_deleted() throws Exception {
        start(mirror(here()));
        publish(changeAll(USERS));
        awaitEnd();

        owner.begin(status(404).sometimes(0.8, seed));
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        while (System.nanoTime() - end < 0) {
            publish(change(1L + random.nextInt(USERS)));
            assertThat(present()).hasSize(USERS);
        }
        long since = System.nanoTime();
        owner.heal();
        await().atMost(DEADLINE).untilAsserted(() -> {
            assertThat(present()).hasSize(USERS);
            assertThat(difference()).isEqualTo(new Difference(0, 0));
        });
        awaitEnd();
        assertFigures("57 false deletes 0", since);
        assertThat(highestAttempt()).isEqualTo(1);
    }
}

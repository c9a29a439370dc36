package dev.tidings.testkit;

import static dev.tidings.testkit.OwnerFault.notModified;
import static dev.tidings.testkit.OwnerFault.stale;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.events.DomainEvent;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cache between the owner and those who ask it, that does not ask. */
class StaleCacheTest extends OnMirroredOwner {
    private static final int USERS = 50;

    private void cached(OwnerFault cache, String row) throws Exception {
        start(mirror(here()));
        publish(changeAll(USERS));
        awaitEnd();
        Map<Long, String> before = present();
        owner.begin(cache);
        publish(changeAll(USERS));
        await().atMost(DEADLINE).until(() -> count(Verdict.RETRY_LATER) >= 3L * USERS);
        assertThat(count(Verdict.DONE)).isEqualTo(USERS);
        assertThat(present()).isEqualTo(before);

        long since = System.nanoTime();
        owner.end(cache);
        awaitEnd();
        assertFigures("60 " + row, since);
        assertThat(highestAttempt()).isEqualTo(1);
    }

    @Test
    void that_answers_with_what_was_is_not_believed() throws Exception {
        cached(stale(1), "old 200s");
    }

    @Test
    void that_says_that_nothing_has_changed_is_not_believed() throws Exception {
        cached(notModified(), "304s");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void that_says_so_to_who_has_nothing_is_not_believed(boolean isVersioned) throws Exception {
        start(mirror(here()));
        owner.begin(notModified());
        change(1);
        publish(isVersioned ? event("user.updated", 1, 1) : DomainEvent.of("user.updated", "user_id", 1));
        await().atMost(DEADLINE).until(() -> count(Verdict.RETRY_LATER) >= 2);

        long since = System.nanoTime();
        owner.heal();
        awaitEnd();
        assertFigures("60 304 to who has nothing", since);
    }
}

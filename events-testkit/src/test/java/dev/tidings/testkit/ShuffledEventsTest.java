package dev.tidings.testkit;

import dev.tidings.events.DomainEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events in any order, and each three times, while the owner goes on. */
class ShuffledEventsTest extends OnMirroredOwner {
    private static final int USERS = 200;
    private static final int ROUNDS = 6;

    @Test
    void copies_equal_the_owner_in_the_end() throws Exception {
        start(mirror(here()));
        List<DomainEvent> held = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (int user = 1; user <= USERS; user++) {
                DomainEvent event = random.nextInt(5) == 0 && round > 0 ? remove(user) : change(user);
                held.addAll(Collections.nCopies(3, event));
            }
            Collections.shuffle(held, random);
            List<DomainEvent> some = held.subList(0, held.size() / 2);
            publish(List.copyOf(some));
            some.clear();
        }
        long since = System.nanoTime();
        publish(held);

        awaitEnd();
        assertFigures("55 shuffled, each three times", since);
    }
}

package dev.tidings.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.events.DomainEvent;
import dev.tidings.mirror.Mirror;
import dev.tidings.owner.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many events of few users: what they cost the owner. */
class BurstTest extends OnMirroredOwner {
    private static final int EVENTS = 10_000;
    private static final int USERS = 100;

    private final List<DomainEvent> burst = new ArrayList<>();

    private Resource<Profile> collecting() {
        return profiles(here().collecting(Duration.ofMillis(250)));
    }

    /** Returns when its events were handled; each is published after its change. */
    private void burst(Resource<Profile> resource, String row) throws Exception {
        start(Mirror.of(resource, copies));
        long since = System.nanoTime();
        for (int i = 0; i < EVENTS; i++) {
            burst.add(change(1 + random.nextInt(USERS)));
        }
        publish(burst);
        awaitEnd();
        assertFigures(row, since);
    }

    @Test
    void costs_few_requests() throws Exception {
        burst(collecting(), "burst, one user in a request");

        assertThat(owner.requests()).isLessThanOrEqualTo(300);
    }

    @Test
    void costs_fewer_requests_where_the_owner_answers_for_many() throws Exception {
        burst(collecting().batch("/profiles?ids={user_id*}"), "burst, many users in a request");

        assertThat(owner.requests()).isLessThanOrEqualTo(30);
    }

    @Test
    void that_is_replayed_costs_nothing() throws Exception {
        burst(collecting(), "burst before a replay");
        long requests = owner.requests();
        long bytes = owner.bodyBytes();

        long since = System.nanoTime();
        publish(burst);
        awaitEnd();
        assertFigures("replay of events whose versions are there", since);
        assertThat(owner.requests()).isEqualTo(requests);
        assertThat(owner.bodyBytes()).isEqualTo(bytes);
    }
}

package dev.tidings.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.NotYetException;
import dev.tidings.consumer.UnavailableException;
import dev.tidings.events.DomainEvent;
import dev.tidings.owner.EntityKey;
import dev.tidings.owner.Owner;
import dev.tidings.owner.Resource;
import dev.tidings.owner.Version;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;

class MirrorTest {
    private final Map<String, String> tags = new HashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Resource<User> users = Owner.at("http://users.test")
            .collecting(Duration.ZERO)
            .interceptor(this::answer)
            .resource("/users/{user_id}", User.class);
    private final InMemoryMirror<User> copies = InMemoryMirror.create();
    private final Mirror<User> mirror = Mirror.of(users, copies);

    record User(String city) {}

    private Response answer(Interceptor.Chain chain) {
        String path = chain.request().url().encodedPath();
        String known = String.valueOf(chain.request().header("If-None-Match"));
        asked.add(path + " " + known);
        String tag = tags.get(path);
        int status = tag == null ? 404 : tag.equals(known) ? 304 : 200;
        Response.Builder response = new Response.Builder()
                .request(chain.request())
                .protocol(Protocol.HTTP_1_1)
                .message("")
                .code(status)
                .body(ResponseBody.create("{\"city\":\"" + path + "\"}", MediaType.get("application/json")));
        return tag == null ? response.build() : response.header("ETag", tag).build();
    }

    private static DomainEvent updated(long user, long version) {
        return DomainEvent.of("user.updated", "user_id", user).version(version);
    }

    private static DomainEvent deleted(long user, long version) {
        return DomainEvent.of("user.deleted", "user_id", user).version(version);
    }

    private Optional<Copy> copy(long user) {
        EntityKey entity = EntityKey.of("user_id", user);
        return Optional.ofNullable(copies.known(List.of(entity)).get(entity));
    }

    @Test
    void events_of_one_entity_cost_one_request_and_known_ones_none() throws Exception {
        tags.put("/users/1", "\"3\"");

        assertThat(mirror.refresh(List.of(updated(1, 1), updated(1, 3), updated(1, 2))))
                .isEmpty();
        assertThat(mirror.refresh(List.of(updated(1, 2), updated(1, 3)))).isEmpty();

        assertThat(asked).containsExactly("/users/1 null");
        assertThat(copies.get(EntityKey.of("user_id", 1))).contains(new User("/users/1"));
    }

    @Test
    void only_the_event_that_is_ahead_of_the_answer_comes_again() throws Exception {
        tags.put("/users/1", "\"3\"");
        DomainEvent ahead = updated(1, 4);

        Map<DomainEvent, Exception> failures = mirror.refresh(List.of(updated(1, 3), ahead));

        assertThat(failures).containsOnlyKeys(ahead);
        assertThat(failures.get(ahead)).isInstanceOf(NotYetException.class);
        assertThat(copy(1).map(Copy::version)).contains(Version.of(3));
    }

    @Test
    void an_event_without_a_version_asks_with_what_is_there() throws Exception {
        tags.put("/users/1", "\"3\"");
        DomainEvent event = DomainEvent.of("user.updated", "user_id", 1);

        assertThat(mirror.refresh(List.of(event))).isEmpty();
        assertThat(mirror.refresh(List.of(event))).isEmpty();

        assertThat(asked).containsExactly("/users/1 null", "/users/1 \"3\"");
    }

    @Test
    void a_deletion_leaves_a_mark_that_an_older_state_does_not_replace() throws Exception {
        assertThat(mirror.refresh(List.of(deleted(1, 5), updated(1, 4)))).isEmpty();
        tags.put("/users/1", "\"4\"");

        assertThat(mirror.refresh(List.of(updated(1, 4)))).isEmpty();

        assertThat(copy(1)).map(Copy::state).contains(Copy.State.REMOVED);
    }

    @Test
    void what_is_made_anew_comes_back() throws Exception {
        assertThat(mirror.refresh(List.of(deleted(1, 5)))).isEmpty();
        tags.put("/users/1", "\"6\"");
        assertThat(mirror.refresh(List.of(updated(1, 6)))).isEmpty();
        assertThat(copy(1)).map(Copy::state).contains(Copy.State.PRESENT);

        assertThat(mirror.refresh(List.of(deleted(1, 5)))).isEmpty();

        assertThat(copy(1)).as("the deletion is an old one").map(Copy::state).contains(Copy.State.PRESENT);
    }

    @Test
    void what_is_made_anew_with_versions_that_restart_comes_back_by_its_incarnation() throws Exception {
        tags.put("/users/1", "\"1-8\"");
        assertThat(mirror.refresh(List.of(updated(1, 8)))).isEmpty();
        tags.put("/users/1", "\"2-1\"");

        assertThat(mirror.refresh(List.of(deleted(1, 9), updated(1, 1)))).isEmpty();

        assertThat(copy(1)).map(Copy::version).contains(new Version(2, 1));
    }

    @Test
    void an_answer_that_knows_nothing_of_the_deletion_is_too_early() throws Exception {
        tags.put("/users/1", "\"5\"");

        assertThat(mirror.refresh(List.of(deleted(1, 5)))).hasSize(1);
        assertThat(mirror.refresh(List.of(deleted(1, 6)))).hasSize(1);
    }

    @Test
    void an_event_without_the_ids_of_the_template_fails_alone() throws Exception {
        tags.put("/users/1", "\"1\"");
        DomainEvent other = DomainEvent.of("shop.updated", "shop_id", 1);

        assertThat(mirror.refresh(List.of(other, updated(1, 1)))).containsOnlyKeys(other);
        assertThat(copy(1)).isPresent();
    }

    @Test
    void what_a_target_refuses_fails_alone_and_where_it_is_down_all_wait() throws Exception {
        tags.put("/users/1", "\"1\"");
        tags.put("/users/2", "\"1\"");
        DomainEvent refused = updated(2, 1);
        Mirror<User> picky = Mirror.of(users, new Picky(copies, new IllegalStateException("not this one")));
        Mirror<User> down = Mirror.of(users, new Picky(copies, new UnavailableException("down")));

        assertThatThrownBy(() -> down.refresh(List.of(updated(1, 1), refused)))
                .isInstanceOf(UnavailableException.class);
        assertThat(copy(1)).isEmpty();
        assertThat(picky.refresh(List.of(updated(1, 1), refused))).containsOnlyKeys(refused);
        assertThat(copy(1)).isPresent();
    }

    /** Throws where user 2 is written. */
    private record Picky(MirrorTarget<User> target, RuntimeException thrown) implements MirrorTarget<User> {
        @Override
        public Map<EntityKey, Copy> known(Collection<EntityKey> entities) {
            return target.known(entities);
        }

        @Override
        public List<Change<User>> apply(List<Change<User>> changes) {
            if (changes.stream().anyMatch(change -> change.entity().equals(EntityKey.of("user_id", 2)))) {
                throw thrown;
            }
            return target.apply(changes);
        }

        @Override
        public List<Copy> present(Optional<EntityKey> after, int atMost) {
            return target.present(after, atMost);
        }

        @Override
        public int forget(Duration olderThan) {
            return target.forget(olderThan);
        }
    }

    @Test
    void a_mirror_must_see_all_and_copy_all() {
        assertThatThrownBy(() -> Mirror.of(users.sparse(), copies))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without sparse()");
        assertThatThrownBy(() -> ConsumerGroup.named("search")
                        .on("users", "user.created", event -> {})
                        .mirror("users", "user.*", mirror))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("would miss what the earlier pattern 'user.created'");
        assertThat(ConsumerGroup.named("search")
                        .on("users", "admin.*", event -> {})
                        .mirror("users", "user.*", mirror)
                        .takes("users", "user.created"))
                .isTrue();
    }
}

package dev.tidings.samples.demo.search;

import static dev.tidings.consumer.Handled.Verdict.DONE;
import static dev.tidings.consumer.Handled.Verdict.RETRY_LATER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.consumer.Handled;
import dev.tidings.events.DomainEvent;
import dev.tidings.samples.demo.database.Database;
import dev.tidings.samples.demo.users.ProfileApi;
import dev.tidings.samples.demo.users.User;
import dev.tidings.samples.demo.users.Users;
import dev.tidings.testkit.TestGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchServiceTest {
    /** One user at most. */
    private static final class Owned implements Users {
        private volatile Optional<User> user = Optional.empty();

        @Override
        public Map<Long, User> find(Collection<Long> ids) {
            return user.stream().filter(one -> ids.contains(one.id())).collect(Collectors.toMap(User::id, one -> one));
        }

        @Override
        public List<User> list(Optional<Long> after, int limit) {
            return user.stream().filter(one -> one.id() > after.orElse(0L)).toList();
        }
    }

    private final Owned owned = new Owned();
    private final ProfileApi owner = ProfileApi.serve(owned);

    @TempDir
    Path directory;

    private Database database;
    private SearchIndex index;
    private SearchService search;
    private TestGroup group;

    @BeforeEach
    void start() {
        database = Database.in(directory, "search");
        index = new SearchIndex(database);
        search = new SearchService(owner.base(), index);
        group = TestGroup.of(search.group("search", "users"));
    }

    @AfterEach
    void stop() {
        group.close();
        database.close();
        owner.close();
    }

    private Handled.Verdict deliver(String type, long version) {
        return group.deliver("users", DomainEvent.of(type, "user_id", 7).version(version));
    }

    private void isInNarva(long version) {
        owned.user = Optional.of(new User(7, "Estonia", "Narva", version));
    }

    private static Map<Long, Indexed> narva(long version) {
        return Map.of(7L, new Indexed(new Profile("Estonia", "Narva"), version));
    }

    @Test
    void it_has_what_the_owner_has_whatever_the_event_said() {
        isInNarva(3);

        assertThat(deliver("user.created", 1)).isEqualTo(DONE);
        assertThat(index.all()).isEqualTo(narva(3));
    }

    @Test
    void it_does_not_ask_for_what_it_knows_already() {
        isInNarva(3);

        assertThat(deliver("profile.updated", 3)).isEqualTo(DONE);
        assertThat(deliver("profile.updated", 2)).isEqualTo(DONE);
        assertThat(owner.asked()).isEqualTo(1);
    }

    @Test
    void an_answer_older_than_the_event_is_too_early() {
        isInNarva(3);
        assertThat(deliver("profile.updated", 4)).isEqualTo(RETRY_LATER);
        assertThat(index.all()).isEmpty();

        isInNarva(4);
        assertThat(group.advance(Duration.ofSeconds(1)))
                .extracting(Handled::verdict)
                .containsExactly(DONE);
        assertThat(index.all()).isEqualTo(narva(4));
    }

    @Test
    void a_late_event_does_not_bring_a_deleted_user_back() {
        assertThat(deliver("user.deleted", 5)).isEqualTo(DONE);
        isInNarva(4);
        assertThat(deliver("profile.updated", 4)).isEqualTo(DONE);

        assertThat(index.all()).isEmpty();
    }

    @Test
    void who_was_there_before_is_copied_at_the_first_fill() throws Exception {
        isInNarva(3);

        search.fill();

        assertThat(index.all()).isEqualTo(narva(3));
    }
}

package dev.tidings.samples.demo.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.events.DomainEvent;
import dev.tidings.samples.demo.database.Database;
import dev.tidings.samples.demo.users.ProfileApi;
import dev.tidings.samples.demo.users.User;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchServiceTest {
    private volatile Optional<User> owned = Optional.empty();

    @TempDir
    Path directory;

    @FunctionalInterface
    private interface Story {
        void tell(SearchService search, SearchIndex index, ProfileApi owner) throws Exception;
    }

    private void given(Story story) throws Exception {
        try (ProfileApi owner = ProfileApi.serve(id -> owned);
                Database database = Database.in(directory, "search")) {
            SearchIndex index = new SearchIndex(database);
            story.tell(new SearchService(new ProfileClient(owner.base()), index), index, owner);
        }
    }

    private static DomainEvent event(String type, long version) {
        return DomainEvent.of(type, "user_id", 7).version(version);
    }

    @Test
    void it_has_what_the_owner_has_whatever_the_event_said() throws Exception {
        given((search, index, owner) -> {
            owned = Optional.of(new User(7, "Estonia", "Narva", 3));
            search.refresh(event("user.created", 1));

            assertThat(index.all()).isEqualTo(Map.of(7L, new Profile("Estonia", "Narva", 3)));
        });
    }

    @Test
    void it_does_not_ask_for_what_it_knows_already() throws Exception {
        given((search, index, owner) -> {
            owned = Optional.of(new User(7, "Estonia", "Narva", 3));
            for (DomainEvent event : List.of(event("profile.updated", 3), event("profile.updated", 2))) {
                search.refresh(event);
            }

            assertThat(owner.asked()).isEqualTo(1);
        });
    }

    @Test
    void an_answer_older_than_the_event_is_too_early() throws Exception {
        given((search, index, owner) -> {
            owned = Optional.of(new User(7, "Estonia", "Narva", 3));

            assertThatThrownBy(() -> search.refresh(event("profile.updated", 4)))
                    .isInstanceOf(TooEarlyException.class)
                    .hasMessageContaining("version 4")
                    .hasMessageContaining("version 3");
            assertThat(index.all()).isEmpty();
        });
    }

    @Test
    void a_late_event_does_not_bring_a_deleted_user_back() throws Exception {
        given((search, index, owner) -> {
            search.refresh(event("user.deleted", 5));
            owned = Optional.of(new User(7, "Estonia", "Narva", 4));
            search.refresh(event("profile.updated", 4));
            index.put(7, new Profile("Estonia", "Narva", 4));

            assertThat(index.all()).isEmpty();
        });
    }
}

package dev.tidings.samples.demo.search;

import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.events.DomainEvent;
import java.io.IOException;
import java.util.Optional;

/**
 * Keeps its own copy of all profiles. Any event about a user says only that there is something to ask; whether it comes late, twice or
 * before an older one does not matter, since the answer is the state of now and the copy never goes back.
 */
public final class SearchService {
    private final ProfileClient owner;
    private final SearchIndex index;

    public SearchService(ProfileClient owner, SearchIndex index) {
        this.owner = owner;
        this.index = index;
    }

    /** Its consumer group. */
    public ConsumerGroup.Spec group(String name, String users) {
        return ConsumerGroup.named(name).on(users, "#", this::refresh);
    }

    void refresh(DomainEvent event) throws TooEarlyException, IOException, InterruptedException {
        long userId = event.longId("user_id");
        long told = event.version().orElseThrow();
        if (index.version(userId) >= told) {
            return;
        }
        Optional<Profile> now = owner.profile(userId);
        if (now.isEmpty()) {
            index.remove(userId, told);
        } else if (now.get().version() < told) {
            throw new TooEarlyException(userId, now.get().version(), told);
        } else {
            index.put(userId, now.get());
        }
    }
}

package dev.tidings.samples.demo.search;

import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.mirror.Mirror;
import dev.tidings.owner.Owner;
import dev.tidings.owner.Resource;
import java.net.URI;

/**
 * Keeps its own copy of all profiles. Any event about a user says only that there is something to ask; whether it comes late, twice or
 * before an older one does not matter, since the answer is the state of now and the copy never goes back.
 */
public final class SearchService {
    private final Mirror<Profile> mirror;

    /**
     * A search service.
     *
     * @param userService where users are asked for
     */
    public SearchService(URI userService, SearchIndex index) {
        Resource<Profile> profiles = Owner.at(userService.toString())
                .resource("/users/{user_id}/profile", Profile.class)
                .batch("/profiles?ids={user_id*}")
                .pages("/profiles?after={cursor}");
        this.mirror = Mirror.of(profiles, index.copies());
    }

    /** Copies what has been there before anybody listened, and repairs what differs. */
    public void fill() throws InterruptedException {
        mirror.sweep();
    }

    /** Its consumer group. */
    public ConsumerGroup.Spec group(String name, String users) {
        return ConsumerGroup.named(name).mirror(users, "#", mirror);
    }
}

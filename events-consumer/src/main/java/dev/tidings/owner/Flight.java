package dev.tidings.owner;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;

/** A request that is not sent yet, or is on its way, and those who wait for its answer. */
final class Flight<T> {
    private final Key key;
    private final CompletableFuture<Fetched<T>> answer = new CompletableFuture<>();
    private OptionalLong atLeast = OptionalLong.empty();

    /** Who asks for the same: the entity, the address with its query, and what the asker has. */
    record Key(EntityKey entity, HttpUrl url, Optional<String> etag) {}

    Flight(Key key) {
        this.key = key;
    }

    Key key() {
        return key;
    }

    /** Only while it is not sent. */
    void join(OptionalLong floor) {
        if (floor.isPresent() && floor.getAsLong() > atLeast.orElse(-1)) {
            atLeast = floor;
        }
    }

    /** What the most demanding of its askers needs. */
    OptionalLong atLeast() {
        return atLeast;
    }

    CompletableFuture<Fetched<T>> answer() {
        return answer;
    }

    /** Gives its askers what another request is answered with. */
    void answerAs(CompletableFuture<Fetched<T>> other) {
        CompletableFuture<Fetched<T>> unused = other.whenComplete((fetched, failure) -> {
            if (failure == null) {
                answer.complete(fetched);
            } else {
                answer.completeExceptionally(failure);
            }
        });
    }
}

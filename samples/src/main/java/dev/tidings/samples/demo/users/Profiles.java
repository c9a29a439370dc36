package dev.tidings.samples.demo.users;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.state.EntityVersion;
import dev.tidings.state.State;
import dev.tidings.state.StateEndpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is told of a user, with its version. */
record Profiles(Users users) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** In JSON. */
    private record Body(String country, String city) {}

    StateEndpoint<Long> endpoint() {
        return StateEndpoint.of("user_id", Long::valueOf, this::one)
                .batch(ids -> users.find(ids).entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, found -> state(found.getValue()))))
                .pages((after, limit) -> users.list(after, limit).stream()
                        .map(user -> EntityVersion.of(user.id(), user.version()))
                        .toList());
    }

    private Optional<State> one(long id) {
        return Optional.ofNullable(users.find(List.of(id)).get(id)).map(Profiles::state);
    }

    private static State state(User user) {
        try {
            return State.json(user.version(), JSON.writeValueAsBytes(new Body(user.country(), user.city())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the profile of user " + user.id() + " cannot be written", e);
        }
    }
}

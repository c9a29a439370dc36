package dev.tidings.mirror;

import dev.tidings.events.DomainEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * What happened to one entity at its owner, and an owner that answers from any moment of it: replicas that lag, caches that say 304 from
 * before, answers that are cut. Without a network. Safe for use by many threads.
 */
final class Story {
    private final Random random;
    private final List<Optional<Integer>> states = new ArrayList<>(List.of(Optional.empty()));
    private final List<DomainEvent> events = new ArrayList<>();
    private final int user;
    private boolean isQuiet;

    /** @param changes so many, from creation on, with removals and re-creations among them */
    Story(int user, int changes, Random random) {
        this.user = user;
        this.random = random;
        for (int version = 1; version <= changes; version++) {
            boolean isThere = states.get(version - 1).isPresent();
            boolean removes = isThere && random.nextInt(4) == 0;
            states.add(removes ? Optional.empty() : Optional.of(random.nextInt(1_000_000)));
            String type = removes ? "user.deleted" : isThere ? "user.updated" : "user.created";
            events.add(DomainEvent.of(type, "user_id", user).version(version));
        }
    }

    List<DomainEvent> events() {
        return events;
    }

    /** What the owner has in the end. */
    Optional<Integer> end() {
        return states.get(states.size() - 1);
    }

    private int version() {
        return states.size() - 1;
    }

    /** From now on answers are current. */
    synchronized void calmDown() {
        isQuiet = true;
    }

    private synchronized int moment() {
        if (isQuiet || random.nextInt(3) == 0) {
            return version();
        }
        return random.nextInt(states.size());
    }

    private synchronized int die(int sides) {
        return isQuiet ? sides - 1 : random.nextInt(sides);
    }

    private Response answer(Request request) {
        Response.Builder answer = new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .message("")
                .body(ResponseBody.create("", null));
        Optional<String> known = Optional.ofNullable(request.header("If-None-Match"));
        int moment = moment();
        Optional<Integer> state = states.get(moment);
        String etag = "\"" + moment + "\"";
        return switch (die(12)) {
            case 0 ->
                answer.code(200)
                        .header("ETag", etag)
                        .body(ResponseBody.create("{\"user_id\":", MediaType.get("application/json")))
                        .build();
            case 1 -> answer.code(425).header("Retry-After", "1").build();
            case 2 ->
                known.isPresent() ? answer.code(304).build() : answer.code(404).build();
            default -> {
                if (state.isEmpty()) {
                    yield answer.code(404).build();
                }
                if (known.filter(etag::equals).isPresent()) {
                    yield answer.code(304).header("ETag", etag).build();
                }
                String body = "{\"user_id\":" + user + ",\"amount\":" + state.get() + "}";
                yield answer.code(200)
                        .header("ETag", etag)
                        .body(ResponseBody.create(body, MediaType.get("application/json")))
                        .build();
            }
        };
    }

    /** Answers for all the users of the moment. */
    static Interceptor answering(Supplier<List<Story>> stories) {
        return chain -> {
            int user = Integer.parseInt(chain.request().url().pathSegments().get(1));
            return stories.get().get(user).answer(chain.request());
        };
    }
}

package dev.tidings.testkit;

import dev.tidings.state.EntityVersion;
import dev.tidings.state.State;
import dev.tidings.state.StateEndpoint;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** What an owner has and had, answered for as a good owner does. Thread-safe. */
final class OwnerStates {
    private final LongSupplier nanoTime;
    private final NavigableMap<String, OwnerHistory> histories = new ConcurrentSkipListMap<>();
    private final Map<String, OwnerCollection> collections = new ConcurrentHashMap<>();

    OwnerStates(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void change(String path, Optional<OwnerState> state) {
        histories.computeIfAbsent(checked(path), any -> new OwnerHistory()).add(nanoTime.getAsLong(), state);
    }

    void collect(String path, OwnerCollection collection) {
        collections.put(checked(path), collection);
    }

    private static String checked(String path) {
        if (!path.startsWith("/") || path.contains("?")) {
            throw new IllegalArgumentException(
                    "'" + path + "' is no path; give one such as /users/42/profile, without a query");
        }
        return path;
    }

    OwnerReply answer(OwnerQuestion question, OwnerView view) {
        if (!question.method().equals("GET")) {
            return OwnerReply.bare(405, Map.of("Allow", "GET"));
        }
        OwnerCollection collection = collections.get(question.path());
        return OwnerReply.of(
                collection != null
                        ? list(collection, view).many(question.rawQuery())
                        : single(question.path(), view).one("it", question.headers(view)));
    }

    private StateEndpoint<String> single(String path, OwnerView view) {
        return StateEndpoint.of("path", text -> text, it -> at(path, view).map(OwnerState::state));
    }

    private StateEndpoint<Object> list(OwnerCollection collection, OwnerView view) {
        return StateEndpoint.of(collection.idName(), OwnerCollection::id, id -> Optional.empty())
                .batch(1_000, ids -> several(collection, ids, view))
                .pages(collection.pageSize(), (after, limit) -> page(collection, after, limit, view));
    }

    private Map<Object, State> several(OwnerCollection collection, Collection<Object> ids, OwnerView view) {
        Map<Object, State> found = new HashMap<>();
        ids.forEach(id -> at(collection.path(id), view).ifPresent(state -> found.put(id, state.state())));
        return found;
    }

    private List<EntityVersion<Object>> page(
            OwnerCollection collection, Optional<Object> after, int limit, OwnerView view) {
        NavigableMap<String, OwnerHistory> rest = after.isPresent()
                ? histories.tailMap(collection.path(after.get()), false)
                : histories.tailMap(collection.prefix(), true);
        return rest.keySet().stream()
                .takeWhile(path -> path.startsWith(collection.prefix()))
                .flatMap(path -> collection.idIn(path).stream().flatMap(id -> versionOf(path, id, view)))
                .limit(limit)
                .toList();
    }

    private Stream<EntityVersion<Object>> versionOf(String path, Object id, OwnerView view) {
        return at(path, view).stream().map(state -> state.versionOf(id));
    }

    private Optional<OwnerState> at(String path, OwnerView view) {
        OwnerHistory history = histories.get(path);
        return history == null ? Optional.empty() : history.at(view, nanoTime.getAsLong());
    }
}

package dev.tidings.state;

import dev.tidings.events.CheckReturnValue;
import dev.tidings.events.TidingsException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers for the current state of entities, as consumers of thin events ask for it. Knows no web framework: an adapter hands over what
 * was asked, and sends the {@link StateAnswer}. Immutable; safe for use by many threads if the loaders are.
 *
 * <p>The version of a state is its strong ETag. A request that knows it gets 304; one that wants a later version than was loaded, from a
 * replica that lags for instance, gets 425 and comes again. A request that makes no sense gets 400 with the reason in words. No answer is
 * cached without asking again. What a loader throws is thrown on to the framework, checked exceptions within a {@link TidingsException}.
 *
 * @param <K> the id: numbers are written as numbers, all else as text
 */
@CheckReturnValue
public final class StateEndpoint<K> {
    private static final int MOST_IDS = 1_000;
    private static final int MOST_LISTED = 10_000;

    /** Finds the current state. */
    @FunctionalInterface
    public interface Loader<K> {
        /** Empty if there is no such entity. */
        Optional<State> load(K id) throws Exception;
    }

    /** Finds the current states of several. */
    @FunctionalInterface
    public interface BatchLoader<K> {
        /** Those that exist, by id; the ids are not empty, and none comes twice. */
        Map<K, State> load(Collection<K> ids) throws Exception;
    }

    /** Lists what there is, in an order of ids that stays: {@code where id > ? order by id limit ?}. */
    @FunctionalInterface
    public interface PageLoader<K> {
        /**
         * The next ones.
         *
         * @param after the last one of the page before; empty for the first page
         */
        List<EntityVersion<K>> load(Optional<K> after, int limit) throws Exception;
    }

    /** The headers of a request, such as {@code request::getHeader}. */
    @FunctionalInterface
    public interface Headers {
        /** The first with this name, in any case; null if there is none. */
        @Nullable
        String first(String name);
    }

    private record Batch<K>(int most, BatchLoader<K> loader) {}

    private record Pages<K>(int size, PageLoader<K> loader) {}

    private record TooEarly(int status, Duration retryAfter) {}

    private final EntityIds<K> ids;
    private final Loader<K> one;
    private final Optional<Batch<K>> batch;
    private final Optional<Pages<K>> pages;
    private final TooEarly tooEarly;

    private StateEndpoint(
            EntityIds<K> ids, Loader<K> one, Optional<Batch<K>> batch, Optional<Pages<K>> pages, TooEarly tooEarly) {
        this.ids = ids;
        this.one = one;
        this.batch = batch;
        this.pages = pages;
        this.tooEarly = tooEarly;
    }

    /**
     * For entities with one id.
     *
     * @param idName as in events, such as {@code user_id}; lists have it as the name of a field
     * @param id makes an id of its text, such as {@code Long::valueOf} or {@code UUID::fromString}, and throws an {@link
     *     IllegalArgumentException} for what is none
     */
    public static <K> StateEndpoint<K> of(String idName, Function<String, K> id, Loader<K> loader) {
        return new StateEndpoint<>(
                EntityIds.named(idName, id),
                loader,
                Optional.empty(),
                Optional.empty(),
                new TooEarly(425, Duration.ofSeconds(1)));
    }

    /** The same as {@link #batch(int, BatchLoader)} with at most 100 ids. */
    public StateEndpoint<K> batch(BatchLoader<K> loader) {
        return batch(100, loader);
    }

    /**
     * Answers for several ids in one request. Default: refused.
     *
     * @param most 1 to 1,000
     */
    public StateEndpoint<K> batch(int most, BatchLoader<K> loader) {
        within("ids in a request", most, MOST_IDS);
        return new StateEndpoint<>(ids, one, Optional.of(new Batch<>(most, loader)), pages, tooEarly);
    }

    /** The same as {@link #pages(int, PageLoader)} with 1,000 entities on a page. */
    public StateEndpoint<K> pages(PageLoader<K> loader) {
        return pages(1_000, loader);
    }

    /**
     * Lists all entities with their versions, page by page, for who fills or repairs a copy. Default: refused.
     *
     * @param size of a page, 1 to 10,000
     */
    public StateEndpoint<K> pages(int size, PageLoader<K> loader) {
        within("entities on a page", size, MOST_LISTED);
        return new StateEndpoint<>(ids, one, batch, Optional.of(new Pages<>(size, loader)), tooEarly);
    }

    private static void within(String what, int given, int most) {
        if (given < 1 || given > most) {
            throw new IllegalArgumentException(given + " " + what + " are not possible; give 1 to " + most);
        }
    }

    /** When to come again for a version that is not there yet. Default one second, which is also the least. */
    public StateEndpoint<K> retryAfter(Duration time) {
        return new StateEndpoint<>(ids, one, batch, pages, new TooEarly(tooEarly.status, time));
    }

    /** Says 503 for a version that is not there yet, where a proxy on the way does not know 425, which is the default. */
    public StateEndpoint<K> tooEarlyIs503() {
        return new StateEndpoint<>(ids, one, batch, pages, new TooEarly(503, tooEarly.retryAfter));
    }

    /**
     * Answers {@code GET /users/42/profile}.
     *
     * @param id decoded
     */
    public StateAnswer one(String id, Headers headers) {
        return answering(() -> {
            K key = ids.read(id);
            long atLeast = Preconditions.minVersion(headers);
            Optional<State> found = one.load(key);
            if (found.isEmpty()) {
                // Also where a version is wanted: only the consumer knows whether its event was of a deletion.
                return StateAnswer.missing();
            }
            State state = found.get();
            if (state.version() < atLeast) {
                return StateAnswer.tooEarly(tooEarly.status, tooEarly.retryAfter, state);
            }
            return Preconditions.isKnown(headers, state.etag())
                    ? StateAnswer.notModified(state)
                    : StateAnswer.found(state);
        });
    }

    /**
     * Answers {@code GET /profiles?ids=1,2,3} and {@code GET /profiles?after=42}. Without either it is the first page.
     *
     * @param rawQuery not decoded, without the question mark; null if there is none
     */
    public StateAnswer many(@Nullable String rawQuery) {
        return answering(() -> {
            Query query = Query.of(rawQuery);
            Optional<String> wanted = query.value("ids");
            Optional<String> after = query.value("after");
            if (wanted.isPresent() && after.isPresent()) {
                throw new RefusedException("give ids or after, not both");
            }
            return wanted.isPresent() ? together(wanted.get()) : page(after.orElse(""));
        });
    }

    private StateAnswer together(String wanted) throws Exception {
        Batch<K> from = batch.orElseThrow(() -> new RefusedException("several ids at once are not answered here"));
        Collection<K> keys = ids.readAll(wanted, from.most);
        Map<K, State> found = from.loader.load(keys);
        JsonList items = new JsonList();
        for (K key : keys) {
            State state = found.get(key);
            if (state != null) {
                items.add(ids.json(key), state.versionOf(key), state.json());
            }
        }
        return StateAnswer.list(items.end(Optional.empty()));
    }

    private StateAnswer page(String cursor) throws Exception {
        Pages<K> from = pages.orElseThrow(() -> new RefusedException("lists are not answered here; give ids"));
        Optional<K> after = cursor.isEmpty() ? Optional.empty() : Optional.of(ids.read(cursor));
        // One more than fits tells whether there is a next page.
        List<EntityVersion<K>> found = from.loader.load(after, from.size + 1);
        List<EntityVersion<K>> page = found.subList(0, Math.min(found.size(), from.size));
        JsonList items = new JsonList();
        for (EntityVersion<K> entity : page) {
            if (after.isPresent() && after.get().equals(entity.id())) {
                throw new IllegalStateException("the page after " + ids.name() + " " + entity.id()
                        + " has it again, which would go on for ever; load where the id is greater");
            }
            items.add(ids.json(entity.id()), entity);
        }
        boolean isLast = page.size() == found.size();
        return StateAnswer.list(items.end(
                isLast
                        ? Optional.empty()
                        : Optional.of(ids.text(page.get(page.size() - 1).id()))));
    }

    private StateAnswer answering(Callable<StateAnswer> answer) {
        try {
            return answer.call();
        } catch (RefusedException e) {
            return StateAnswer.refused(e.getMessage());
        } catch (RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TidingsException("interrupted while the state by " + ids.name() + " was loaded", e);
        } catch (Exception e) {
            throw new TidingsException("the state by " + ids.name() + " could not be loaded: " + e.getMessage(), e);
        }
    }
}

package dev.tidings.owner;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tidings.consumer.NotYetException;
import dev.tidings.events.CheckReturnValue;
import dev.tidings.events.DomainEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Something that an {@link Owner} can be asked for, by the ids of an event. Immutable and safe for use by many threads; each call of
 * a method that returns a resource returns another one, with nothing remembered.
 *
 * <p>Those who ask for the same entity before a request is sent share it. Nobody gets an answer that was sent for before he asked. Given
 * versions in events and in answers, nobody gets an answer from before his event either; without, an owner that reads from a replica may
 * answer with a state from before, and nobody can tell.
 *
 * @param <T> what an answer is read as
 */
@CheckReturnValue
public final class Resource<T> {
    private static final int DEFAULT_TOGETHER = 100;
    private static final long REMEMBERED_BYTES = 16L << 20;
    /** How often an event comes again because the owner does not know of it, before the owner is believed. */
    private static final int PATIENCE = 30;
    /** As a group counts it; see {@link NotYetException}. */
    private static final String COME_AGAIN = "tidings-early";

    private static final Set<String> REMOVALS = Set.of("deleted", "removed");

    private final Line line;
    private final Class<T> type;
    private final Ways ways;
    private final Asking<T> asking;
    private final Cache<Held.Key, Held<T>> held;

    /** What a resource was told. */
    private record Ways(Paths paths, Versions versions, boolean isSparse, Predicate<DomainEvent> removal) {}

    /** The last answer. */
    private record Held<T>(Fetched.Found<T> found) {
        private record Key(EntityKey entity, Set<String> fields) {}
    }

    private Resource(Line line, Class<T> type, Ways ways) {
        this.line = line;
        this.type = type;
        this.ways = ways;
        this.asking = new Asking<>(
                line,
                ways.paths,
                new Bodies<>(line.settings().json(), type, ways.versions, "GET " + ways.paths.single()));
        this.held = Caffeine.newBuilder()
                .maximumWeight(REMEMBERED_BYTES)
                .<Held.Key, Held<T>>weigher((key, answer) -> 500 + answer.found.bytes())
                .build();
    }

    static <T> Resource<T> of(Line line, Template template, Class<T> type) {
        return new Resource<>(
                line,
                type,
                new Ways(
                        Paths.of(template),
                        Versions.etags(),
                        false,
                        event -> REMOVALS.contains(
                                event.type().substring(event.type().lastIndexOf('.') + 1))));
    }

    private Resource<T> with(Ways other) {
        return new Resource<>(line, type, other);
    }

    private Resource<T> with(Versions versions) {
        return with(new Ways(ways.paths, versions, ways.isSparse, ways.removal));
    }

    private Resource<T> with(Paths paths) {
        return with(new Ways(paths, ways.versions, ways.isSparse, ways.removal));
    }

    /** The same with up to 100 entities in a request; see {@link #batch(String, int)}. */
    public Resource<T> batch(String template) {
        return batch(template, DEFAULT_TOGETHER);
    }

    /**
     * Asks for several entities at once. The answer is {@code {"items": […]}}, each item with the id under the name of the variable, a
     * field {@code version}, and {@code incarnation} where there are some. What is not among the items is asked for singly.
     *
     * @param template {@code /profiles?ids={user_id*}}: the ids with commas between them, where the resource has one id
     * @param most so many in a request, 2 to 1,000
     */
    public Resource<T> batch(String template, int most) {
        return with(ways.paths.withBatch(Template.of(template), most));
    }

    /**
     * Where the owner lists what there is: {@code {"items": [{"user_id": 42, "version": 7}, …], "next": "…"}}, without {@code next} on
     * the last page. An item may have {@code changed_at}, when it got that version.
     *
     * @param template {@code /profiles?after={cursor}}; the cursor is empty for the first page, then what {@code next} was
     */
    public Resource<T> pages(String template) {
        return with(ways.paths.withListing(Template.of(template)));
    }

    /** The version of an answer is a header, a whole number. Default: a strong ETag, {@code "7"}, or {@code "2-7"} in incarnation 2. */
    public Resource<T> versionFromHeader(String name) {
        return with(new Versions(Versions.Place.HEADER, name));
    }

    /** The version of an answer is a field of it, a whole number, and its incarnation the field {@code incarnation} if there is one. */
    public Resource<T> versionFromField(String name) {
        return with(new Versions(Versions.Place.FIELD, name));
    }

    /**
     * The owner says no version: whatever it answers is believed, and later requests are taken to have later answers. An old answer may
     * win over a newer one where the owner reads from replicas, or where the clocks of two processes differ.
     */
    public Resource<T> unversioned() {
        return with(new Versions(Versions.Place.NOWHERE, "version"));
    }

    /** Asks only for what an event says has changed: {@code ?fields=city,country}. For handlers; a mirror refuses such a resource. */
    public Resource<T> sparse() {
        return with(new Ways(ways.paths, ways.versions, true, ways.removal));
    }

    /** Which events say that an entity was removed. Default: the last word of the type is {@code deleted} or {@code removed}. */
    public Resource<T> removedBy(Predicate<DomainEvent> removal) {
        return with(new Ways(ways.paths, ways.versions, ways.isSparse, removal));
    }

    /**
     * The state that this event tells of, or a later one. An answer that is remembered is given only where it has at least the version
     * of the event. Waits for its turn and for the answer.
     *
     * @return empty if the owner does not have it any more
     * @throws NotYetException if the owner does not have that version yet, or not the entity; after thirty such times, by the delays of the
     *     group's policy, an entity that it does not have counts as gone
     * @throws OwnerUnavailableException if it cannot be asked for now
     * @throws OwnerAnswerException if its answer cannot be used
     */
    public Optional<T> current(DomainEvent event) {
        EntityKey entity = entity(event);
        Set<String> fields = ways.isSparse ? event.fields() : Set.of();
        Held.Key key = new Held.Key(entity, fields);
        Held<T> last = held.getIfPresent(key);
        if (last != null && event.version().isPresent() && !isEarly(last.found.version(), event)) {
            return Optional.of(last.found.value());
        }
        Optional<String> etag = Optional.ofNullable(last).flatMap(answer -> answer.found.etag());
        Fetched<T> fetched = await(asking.ask(entity, fields, etag, wanted(event)));
        if (fetched instanceof Fetched.Missing) {
            checkGone(event);
            return Optional.empty();
        }
        Fetched.Found<T> found = fetched instanceof Fetched.Found<T> answer ? answer : unchanged(last);
        held.asMap()
                .merge(
                        key,
                        new Held<>(found),
                        (one, other) -> one.found.version().compareTo(other.found.version()) > 0 ? one : other);
        if (isEarly(found.version(), event)) {
            throw early(event, found.version());
        }
        return Optional.of(found.value());
    }

    private Fetched.Found<T> unchanged(@Nullable Held<T> last) {
        if (last == null) {
            throw unasked();
        }
        return last.found;
    }

    /** The same for many at once, without remembering: for who keeps the answers, such as a mirror. */
    public CompletableFuture<Answer<T>> ask(Question question) {
        Optional<String> etag =
                question.known().filter(known -> ways.versions.areEtags()).map(Version::etag);
        return asking.ask(question.entity(), Set.of(), etag, question.atLeast())
                .thenApply(fetched -> answer(fetched, etag.isPresent()));
    }

    private Answer<T> answer(Fetched<T> fetched, boolean isConditional) {
        if (fetched instanceof Fetched.Found<T> found) {
            return new Answer.Found<>(found.version(), found.value());
        }
        if (fetched instanceof Fetched.Missing) {
            return new Answer.Missing<>();
        }
        if (!isConditional) {
            throw unasked();
        }
        return new Answer.Unchanged<>();
    }

    private OwnerAnswerException unasked() {
        return new OwnerAnswerException("GET " + this + " answered 304 to who has nothing");
    }

    /**
     * A page of what there is.
     *
     * @param cursor empty for the first one
     * @throws IllegalStateException if {@link #pages} was not told
     */
    public Page page(Optional<String> cursor) {
        return asking.page(cursor.orElse(""));
    }

    /** The entity of an event: those of its ids that the template names. {@code UnreadableEventException} where one is missing. */
    public EntityKey entity(DomainEvent event) {
        Map<String, String> ids = new LinkedHashMap<>();
        ways.paths.entityIds().forEach(name -> ids.put(name, event.id(name)));
        return new EntityKey(ids);
    }

    /** Whether this event says that the entity was removed. */
    public boolean isRemoval(DomainEvent event) {
        return ways.removal.test(event);
    }

    /** Whether it is asked for what has changed only. */
    public boolean isSparse() {
        return ways.isSparse;
    }

    /** Whether answers have versions that can be held against those of events. */
    private boolean isVersioned() {
        return ways.versions.exist();
    }

    /** The version that an answer must have for this event; empty if any current one will do. */
    public OptionalLong floor(DomainEvent event) {
        return isVersioned() ? event.version() : OptionalLong.empty();
    }

    /**
     * The version that the owner is told of. Empty after thirty times that it did not have it: it may count anew, in an incarnation of which
     * it can only tell if it answers.
     */
    public OptionalLong wanted(DomainEvent event) {
        return isPatient(event) ? floor(event) : OptionalLong.empty();
    }

    /** Whether an answer of this version is from before the event. */
    public boolean isEarly(Version version, DomainEvent event) {
        OptionalLong floor = floor(event);
        boolean isBelow = floor.isPresent() && version.number() < floor.getAsLong();
        // An event does not say its incarnation: it may be of an earlier one.
        return isBelow && (version.incarnation() == 0 || isPatient(event));
    }

    /**
     * What to throw for an answer from before the event: that it comes again, or after thirty such times that it is of no use.
     *
     * @param version of the answer
     */
    public RuntimeException early(DomainEvent event, Version version) {
        String what = "GET " + this + " answered with version " + version + ", from before the event's "
                + event.version().orElse(0);
        return isPatient(event)
                ? new NotYetException(what)
                : new OwnerAnswerException(
                        what + ", for " + PATIENCE
                                + " times; does the owner read from a replica that is stuck, or count otherwise than its events?");
    }

    /**
     * Whether an entity that the owner does not have is gone as far as this event can tell. An event that tells of a version may come
     * before the owner's replica.
     *
     * @throws NotYetException if it is to come again
     */
    public void checkGone(DomainEvent event) {
        if (floor(event).isPresent() && !isRemoval(event) && isPatient(event)) {
            throw new NotYetException("GET " + this + " answered that there is nothing, and the event tells of version "
                    + event.version().orElse(0));
        }
    }

    private static boolean isPatient(DomainEvent event) {
        return event.header(COME_AGAIN).map(Integer::parseInt).orElse(0) < PATIENCE;
    }

    private static <A> A await(CompletableFuture<A> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the owner", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException("asking the owner failed", e.getCause());
        }
    }

    /** Its template. */
    @Override
    public String toString() {
        return ways.paths.single().toString();
    }
}

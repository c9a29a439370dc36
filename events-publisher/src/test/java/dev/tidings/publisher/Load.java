package dev.tidings.publisher;

import static dev.tidings.publisher.EventPublisher.Outcome.ROUTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.broker.NotPublishedException;
import dev.tidings.broker.OutcomeUnknownException;
import dev.tidings.events.DomainEvent;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.BooleanSupplier;

/** Publishes as fast as the window lets it, and remembers what it was told about each event. */
final class Load {
    private final EventPublisher publisher;
    private final Map<String, CompletableFuture<String>> told = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicLong lastOutcome = new AtomicLong(System.nanoTime());
    private final LongAccumulator longestSilence = new LongAccumulator(Math::max, 0);

    Load(EventPublisher publisher) {
        this.publisher = publisher;
    }

    /** What an outcome is called here: {@code ROUTED}, or the name of the exception. */
    static String name(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getClass().getSimpleName();
    }

    Load publishFor(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        return publishWhile(() -> System.nanoTime() < end);
    }

    Load publishWhile(BooleanSupplier wanted) {
        while (wanted.getAsBoolean()) {
            publish();
        }
        return this;
    }

    Load publish(int count) {
        for (int i = 0; i < count; i++) {
            publish();
        }
        return this;
    }

    private void publish() {
        DomainEvent event = DomainEvent.of("user.created", "user_id", ids.incrementAndGet());
        CompletableFuture<String> outcome = publisher.publishAsync(event).handle((done, failure) -> {
            long now = System.nanoTime();
            longestSilence.accumulate(now - lastOutcome.getAndSet(now));
            return failure == null ? done.name() : name(failure);
        });
        told.put(event.eventId(), outcome);
    }

    /** How many calls have been told this so far. */
    long told(String outcome) {
        return told.values().stream()
                .filter(each -> outcome.equals(each.getNow("")))
                .count();
    }

    int calls() {
        return told.size();
    }

    /** How often each outcome was told, waited for until every call has one. */
    Map<String, Integer> outcomes(Duration atMost) {
        assertThat(CompletableFuture.allOf(told.values().toArray(CompletableFuture[]::new)))
                .as("every call has an outcome")
                .succeedsWithin(atMost);
        Map<String, Integer> counts = new TreeMap<>();
        told.values().forEach(outcome -> counts.merge(outcome.join(), 1, Integer::sum));
        return counts;
    }

    /** The ids of the events of which this was told. */
    Set<String> ids(String outcome) {
        Set<String> ids = new HashSet<>();
        told.forEach((id, each) -> {
            if (each.join().equals(outcome)) {
                ids.add(id);
            }
        });
        return ids;
    }

    Set<String> routed() {
        return ids(ROUTED.name());
    }

    Set<String> unknown() {
        return ids(OutcomeUnknownException.class.getSimpleName());
    }

    Set<String> notPublished() {
        return ids(NotPublishedException.class.getSimpleName());
    }

    /** Compares what was told with what the queue holds; prints the figures. */
    void assertTruth(String scenario, RawQueue queue) throws Exception {
        Map<String, Integer> outcomes = outcomes(Duration.ofSeconds(30));
        List<String> held = queue.takeIds();
        Set<String> distinct = new HashSet<>(held);
        System.out.printf(
                "%s: %,d calls, outcomes %s, in the queue %,d, duplicates %,d, longest silence %,d ms%n",
                scenario, told.size(), outcomes, held.size(), held.size() - distinct.size(), longestSilenceMillis());

        assertTruth(distinct);
    }

    /** The same, with the figures of one kind of fault; the ids in the queue. */
    List<String> assertTruth(String fault, int injected, long recoveryMillis, RawQueue queue) throws Exception {
        Map<String, Integer> outcomes = outcomes(Duration.ofSeconds(30));
        List<String> held = queue.takeIds();
        Set<String> distinct = new HashSet<>(held);
        int duplicates = held.size() - distinct.size();
        System.out.printf(
                "%s: injected %d, published %,d %s, lost %d, duplicates %,d (%.3f %%), unresolved 0, recovery %,d ms%n",
                fault,
                injected,
                told.size(),
                outcomes,
                without(routed(), distinct).size(),
                duplicates,
                100.0 * duplicates / told.size(),
                recoveryMillis);
        assertTruth(distinct);
        return held;
    }

    /** Set arithmetic by hand: AssertJ's goes through all elements for each. */
    private void assertTruth(Set<String> distinct) {
        assertThat(without(routed(), distinct))
                .as("told ROUTED and not in the queue")
                .isEmpty();
        assertThat(without(distinct, told.keySet()))
                .as("in the queue and never published")
                .isEmpty();
        assertThat(without(notPublished(), without(notPublished(), distinct)))
                .as("told not published and in the queue")
                .isEmpty();
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new HashSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    long longestSilenceMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longestSilence.get());
    }
}

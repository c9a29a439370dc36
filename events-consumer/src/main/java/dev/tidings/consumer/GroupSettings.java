package dev.tidings.consumer;

import dev.tidings.events.CheckReturnValue;
import dev.tidings.events.EventFormat;
import dev.tidings.events.EventReader;
import dev.tidings.idempotency.IdempotencyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What a group was told. */
@CheckReturnValue
record GroupSettings(
        GroupQueues queues,
        Routes routes,
        EventReader reader,
        Keys keys,
        Optional<IdempotencyStore> store,
        Duration longestWait,
        FailurePolicy policy,
        Capacity capacity,
        Timing timing,
        List<UnaryOperator<Handler>> filters,
        List<Consumer<Handled>> observers) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");
    private static final Duration LONGEST_WAIT = Duration.ofDays(7);

    GroupSettings {
        String name = queues.group();
        if (!NAME.matcher(name).matches() || name.startsWith("amq.")) {
            throw new IllegalArgumentException("'" + name.replaceAll("\\p{Cntrl}", "?")
                    + "' cannot name a group, since it names queues: use 1 to 100 letters, digits, '-', '_' or '.',"
                    + " not beginning with 'amq.'");
        }
    }

    static GroupSettings named(String name) {
        return of(GroupQueues.ofEvents(name));
    }

    static GroupSettings ofTasks(String name) {
        return of(GroupQueues.ofTasks(name));
    }

    private static GroupSettings of(GroupQueues queues) {
        return new GroupSettings(
                queues,
                Routes.none(),
                EventFormat.standard(),
                Keys.ofUuids(),
                Optional.empty(),
                LONGEST_WAIT,
                FailurePolicy.defaults(),
                Capacity.usual(),
                Timing.usual(),
                List.of(),
                List.of());
    }

    String name() {
        return queues.group();
    }

    GroupSettings withRoutes(Routes other) {
        return new GroupSettings(
                queues, other, reader, keys, store, longestWait, policy, capacity, timing, filters, observers);
    }

    GroupSettings withReader(EventReader other) {
        return new GroupSettings(
                queues, routes, other, keys, store, longestWait, policy, capacity, timing, filters, observers);
    }

    GroupSettings withKeys(Keys other) {
        return new GroupSettings(
                queues, routes, reader, other, store, longestWait, policy, capacity, timing, filters, observers);
    }

    GroupSettings withLongestWait(Duration other) {
        return new GroupSettings(
                queues, routes, reader, keys, store, other, policy, capacity, timing, filters, observers);
    }

    GroupSettings withStore(IdempotencyStore other) {
        return new GroupSettings(
                queues,
                routes,
                reader,
                keys,
                Optional.of(other),
                longestWait,
                policy,
                capacity,
                timing,
                filters,
                observers);
    }

    GroupSettings withPolicy(FailurePolicy other) {
        return new GroupSettings(
                queues, routes, reader, keys, store, longestWait, other, capacity, timing, filters, observers);
    }

    GroupSettings with(Capacity other) {
        return new GroupSettings(
                queues, routes, reader, keys, store, longestWait, policy, other, timing, filters, observers);
    }

    GroupSettings with(Timing other) {
        return new GroupSettings(
                queues, routes, reader, keys, store, longestWait, policy, capacity, other, filters, observers);
    }

    GroupSettings withFilter(UnaryOperator<Handler> filter) {
        return new GroupSettings(
                queues,
                routes,
                reader,
                keys,
                store,
                longestWait,
                policy,
                capacity,
                timing,
                and(filters, filter),
                observers);
    }

    /** With the filters around the handlers. */
    GroupSettings filtered() {
        return withRoutes(routes.through(filters));
    }

    GroupSettings withObserver(Consumer<Handled> observer) {
        return new GroupSettings(
                queues,
                routes,
                reader,
                keys,
                store,
                longestWait,
                policy,
                capacity,
                timing,
                filters,
                and(observers, observer));
    }

    private static <T> List<T> and(List<T> some, T one) {
        List<T> all = new ArrayList<>(some);
        all.add(one);
        return List.copyOf(all);
    }

    @Override
    public String toString() {
        return "group " + name() + ": " + routes + "; " + policy + "; " + capacity;
    }
}

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
        String name,
        Routes routes,
        EventReader reader,
        Keys keys,
        Optional<IdempotencyStore> store,
        Duration longestWait,
        FailurePolicy policy,
        int concurrency,
        List<UnaryOperator<Handler>> filters,
        Optional<Consumer<Handled>> observer) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");
    private static final int MOST_HANDLERS = 1_000;
    private static final Duration LONGEST_WAIT = Duration.ofDays(7);

    GroupSettings {
        if (!NAME.matcher(name).matches() || name.startsWith("amq.")) {
            throw new IllegalArgumentException("'" + name.replaceAll("\\p{Cntrl}", "?")
                    + "' cannot name a group, since it names queues: use 1 to 100 letters, digits, '-', '_' or '.',"
                    + " not beginning with 'amq.'");
        }
        if (concurrency < 1 || concurrency > MOST_HANDLERS) {
            throw new IllegalArgumentException("a concurrency of " + concurrency + " in group '" + name
                    + "' is not possible; give 1 to " + MOST_HANDLERS);
        }
    }

    static GroupSettings named(String name) {
        return new GroupSettings(
                name,
                Routes.none(),
                EventFormat.standard(),
                Keys.ofUuids(),
                Optional.empty(),
                LONGEST_WAIT,
                FailurePolicy.defaults(),
                8,
                List.of(),
                Optional.empty());
    }

    GroupSettings withRoutes(Routes other) {
        return new GroupSettings(name, other, reader, keys, store, longestWait, policy, concurrency, filters, observer);
    }

    GroupSettings withReader(EventReader other) {
        return new GroupSettings(name, routes, other, keys, store, longestWait, policy, concurrency, filters, observer);
    }

    GroupSettings withKeys(Keys other) {
        return new GroupSettings(
                name, routes, reader, other, store, longestWait, policy, concurrency, filters, observer);
    }

    GroupSettings withLongestWait(Duration other) {
        return new GroupSettings(name, routes, reader, keys, store, other, policy, concurrency, filters, observer);
    }

    GroupSettings withStore(IdempotencyStore other) {
        return new GroupSettings(
                name, routes, reader, keys, Optional.of(other), longestWait, policy, concurrency, filters, observer);
    }

    GroupSettings withPolicy(FailurePolicy other) {
        return new GroupSettings(name, routes, reader, keys, store, longestWait, other, concurrency, filters, observer);
    }

    GroupSettings withConcurrency(int handlersAtOnce) {
        return new GroupSettings(
                name, routes, reader, keys, store, longestWait, policy, handlersAtOnce, filters, observer);
    }

    GroupSettings withFilter(UnaryOperator<Handler> filter) {
        List<UnaryOperator<Handler>> all = new ArrayList<>(filters);
        all.add(filter);
        return new GroupSettings(
                name, routes, reader, keys, store, longestWait, policy, concurrency, List.copyOf(all), observer);
    }

    /** With the filters around the handlers. */
    GroupSettings filtered() {
        return withRoutes(routes.through(filters));
    }

    GroupSettings withObserver(Consumer<Handled> other) {
        return new GroupSettings(
                name, routes, reader, keys, store, longestWait, policy, concurrency, filters, Optional.of(other));
    }

    @Override
    public String toString() {
        return "group " + name + ": " + routes + "; " + policy + "; " + concurrency + " handlers at once";
    }
}

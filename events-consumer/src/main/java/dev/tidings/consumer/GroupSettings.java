package dev.tidings.consumer;

import dev.tidings.events.CheckReturnValue;
import dev.tidings.events.EventFormat;
import dev.tidings.events.EventReader;
import dev.tidings.idempotency.IdempotencyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
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
                Optional.empty());
    }

    GroupSettings withRoutes(Routes other) {
        return new GroupSettings(name, other, reader, keys, store, longestWait, policy, concurrency, observer);
    }

    GroupSettings withReader(EventReader other) {
        return new GroupSettings(name, routes, other, keys, store, longestWait, policy, concurrency, observer);
    }

    GroupSettings withKeys(Keys other) {
        return new GroupSettings(name, routes, reader, other, store, longestWait, policy, concurrency, observer);
    }

    GroupSettings withLongestWait(Duration other) {
        return new GroupSettings(name, routes, reader, keys, store, other, policy, concurrency, observer);
    }

    GroupSettings withStore(IdempotencyStore other) {
        return new GroupSettings(
                name, routes, reader, keys, Optional.of(other), longestWait, policy, concurrency, observer);
    }

    GroupSettings withPolicy(FailurePolicy other) {
        return new GroupSettings(name, routes, reader, keys, store, longestWait, other, concurrency, observer);
    }

    GroupSettings withConcurrency(int handlersAtOnce) {
        return new GroupSettings(name, routes, reader, keys, store, longestWait, policy, handlersAtOnce, observer);
    }

    GroupSettings withObserver(Consumer<Handled> other) {
        return new GroupSettings(
                name, routes, reader, keys, store, longestWait, policy, concurrency, Optional.of(other));
    }

    @Override
    public String toString() {
        return "group " + name + ": " + routes + "; " + policy + "; " + concurrency + " handlers at once";
    }
}

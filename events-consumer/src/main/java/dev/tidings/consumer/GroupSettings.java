package dev.tidings.consumer;

import dev.tidings.events.CheckReturnValue;
import dev.tidings.events.EventFormat;
import dev.tidings.events.EventReader;
import dev.tidings.idempotency.IdempotencyStore;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What a group was told. */
@CheckReturnValue
record GroupSettings(
        String name,
        Routes routes,
        EventReader reader,
        Optional<IdempotencyStore> store,
        FailurePolicy policy,
        int concurrency,
        Optional<Consumer<Handled>> observer) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");
    private static final int MOST_HANDLERS = 1_000;

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
                Optional.empty(),
                FailurePolicy.defaults(),
                8,
                Optional.empty());
    }

    GroupSettings withRoutes(Routes other) {
        return new GroupSettings(name, other, reader, store, policy, concurrency, observer);
    }

    GroupSettings withReader(EventReader other) {
        return new GroupSettings(name, routes, other, store, policy, concurrency, observer);
    }

    GroupSettings withStore(IdempotencyStore other) {
        return new GroupSettings(name, routes, reader, Optional.of(other), policy, concurrency, observer);
    }

    GroupSettings withPolicy(FailurePolicy other) {
        return new GroupSettings(name, routes, reader, store, other, concurrency, observer);
    }

    GroupSettings withConcurrency(int handlersAtOnce) {
        return new GroupSettings(name, routes, reader, store, policy, handlersAtOnce, observer);
    }

    GroupSettings withObserver(Consumer<Handled> other) {
        return new GroupSettings(name, routes, reader, store, policy, concurrency, Optional.of(other));
    }

    @Override
    public String toString() {
        return "group " + name + ": " + routes + "; " + policy + "; " + concurrency + " handlers at once";
    }
}

package dev.tidings.consumer;

import dev.tidings.events.CheckReturnValue;
import dev.tidings.events.EventFormat;
import dev.tidings.events.EventReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What a group was told. */
@CheckReturnValue
record GroupSettings(
        GroupQueues queues,
        Routes routes,
        EventReader reader,
        Claims claims,
        FailurePolicy policy,
        Capacity capacity,
        Timing timing,
        List<UnaryOperator<Handler>> filters,
        List<Consumer<Handled>> observers) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

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
                Claims.usual(),
                FailurePolicy.defaults(),
                Capacity.usual(),
                Timing.usual(),
                List.of(),
                List.of());
    }

    static GroupSettings shadow(String liveGroup, String name) {
        return of(GroupQueues.ofShadow(liveGroup, name)).withPolicy(FailurePolicy.retryAfter());
    }

    String name() {
        return queues.group();
    }

    /** Under whose name events are claimed. */
    String claimant() {
        return claims.share().map(Share::group).orElse(name());
    }

    GroupSettings feeding(String queue) {
        return new GroupSettings(
                queues.feeding(queue), routes, reader, claims, policy, capacity, timing, filters, observers);
    }

    GroupSettings withRoutes(Routes other) {
        return new GroupSettings(queues, other, reader, claims, policy, capacity, timing, filters, observers);
    }

    GroupSettings withReader(EventReader other) {
        return new GroupSettings(queues, routes, other, claims, policy, capacity, timing, filters, observers);
    }

    GroupSettings with(Claims other) {
        return new GroupSettings(queues, routes, reader, other, policy, capacity, timing, filters, observers);
    }

    GroupSettings withPolicy(FailurePolicy other) {
        return new GroupSettings(queues, routes, reader, claims, other, capacity, timing, filters, observers);
    }

    GroupSettings with(Capacity other) {
        return new GroupSettings(queues, routes, reader, claims, policy, other, timing, filters, observers);
    }

    GroupSettings with(Timing other) {
        return new GroupSettings(queues, routes, reader, claims, policy, capacity, other, filters, observers);
    }

    GroupSettings withFilter(UnaryOperator<Handler> filter) {
        return new GroupSettings(
                queues, routes, reader, claims, policy, capacity, timing, and(filters, filter), observers);
    }

    /** With the filters around the handlers. */
    GroupSettings filtered() {
        return withRoutes(routes.through(filters));
    }

    GroupSettings withObserver(Consumer<Handled> observer) {
        return new GroupSettings(
                queues, routes, reader, claims, policy, capacity, timing, filters, and(observers, observer));
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

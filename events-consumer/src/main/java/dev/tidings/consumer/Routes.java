package dev.tidings.consumer;

import dev.tidings.events.CheckReturnValue;
import dev.tidings.events.Exchange;
import dev.tidings.events.RawMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is called for which event: patterns in order, the first that matches wins. */
@CheckReturnValue
record Routes(Map<String, Exchange> exchanges, List<Route> routes, List<Bound> retired) {

    /** Where tasks are published to: the default exchange, which knows all queues. */
    private static final String NO_EXCHANGE = "";

    /** What is bound, and what is done with what comes. */
    record Route(Bound bound, Call call) {}

    static Routes none() {
        return new Routes(Map.of(), List.of(), List.of());
    }

    /** All tasks to one call. */
    static Routes ofTasks(Call call) {
        return new Routes(Map.of(), List.of(new Route(Bound.byKey(NO_EXCHANGE, "#"), call)), List.of());
    }

    /** Those that need a binding. */
    Stream<Bound> bound() {
        return routes.stream()
                .map(Route::bound)
                .filter(bound -> !bound.exchange().equals(NO_EXCHANGE));
    }

    Routes describing(Exchange exchange) {
        if (exchanges.containsKey(exchange.name())) {
            throw new IllegalArgumentException("exchange '" + exchange.name()
                    + "' is already in use in this group; describe it before the first on(…) that names it");
        }
        return new Routes(with(exchange), routes, retired);
    }

    Routes and(Bound bound, Call call) {
        Exchange exchange = exchanges.getOrDefault(bound.exchange(), Exchange.topic(bound.exchange()));
        checkFits(exchange, bound);
        checkReachable(bound);
        List<Route> all = new ArrayList<>(routes);
        all.add(new Route(bound, call));
        checkNotRetired(all);
        return new Routes(with(exchange), List.copyOf(all), retired);
    }

    /** The same for what must see all events of its pattern. */
    Routes andAll(Bound bound, Call call) {
        for (Route route : routes) {
            Bound earlier = route.bound();
            if (earlier.exchange().equals(bound.exchange()) && earlier.pattern().intersects(bound.pattern())) {
                throw new IllegalArgumentException("a mirror of " + bound.words()
                        + " would miss what the earlier " + earlier.words()
                        + " takes, and not be right in the end; put the "
                        + "mirror into a group of its own");
            }
        }
        return and(bound, call);
    }

    private void checkReachable(Bound bound) {
        List<Bound> earlier = routes.stream()
                .map(Route::bound)
                .filter(other -> other.exchange().equals(bound.exchange()))
                .toList();
        boolean isCovered = bound.headers().isPresent()
                ? earlier.stream()
                        .anyMatch(other -> other.headers()
                                .filter(bound.headers().get()::isCoveredBy)
                                .isPresent())
                : bound.pattern()
                        .isCoveredBy(earlier.stream().map(Bound::pattern).toList());
        if (isCovered) {
            throw new IllegalArgumentException(bound.words()
                    + " would never get an event: the earlier ones match all that it matches, " + earlier
                    + "; put it before them, or drop it");
        }
    }

    /** Without this binding. */
    Routes retiring(Bound bound) {
        List<Bound> all = new ArrayList<>(retired);
        all.add(bound);
        Routes without = new Routes(exchanges, routes, List.copyOf(all));
        without.checkNotRetired(routes);
        return without;
    }

    private void checkNotRetired(List<Route> all) {
        for (Route route : all) {
            if (retired.contains(route.bound())) {
                throw new IllegalArgumentException(
                        route.bound().words() + " is both handled and retired; drop one of the two");
            }
        }
    }

    /** With each handler for single events seen through these filters, the first one outermost. */
    Routes through(List<UnaryOperator<Handler>> filters) {
        return new Routes(
                exchanges,
                routes.stream()
                        .map(route -> new Route(route.bound(), route.call().through(filters)))
                        .toList(),
                retired);
    }

    private static void checkFits(Exchange exchange, Bound bound) {
        if (bound.headers().isPresent() != (exchange.type() == Exchange.Type.HEADERS)) {
            throw new IllegalArgumentException(
                    bound.words() + " cannot be bound: exchange '" + exchange.name() + "' is a "
                            + exchange.type().name().toLowerCase(Locale.ROOT)
                            + " exchange; describe it with exchange(…), and give a HeaderMatch for a headers exchange, a pattern for any other");
        }
        String pattern = bound.pattern().toString();
        boolean wild = pattern.contains("*") || pattern.contains("#");
        if (exchange.type() == Exchange.Type.DIRECT && wild) {
            throw new IllegalArgumentException("'" + pattern + "' has wildcards, and exchange '" + exchange.name()
                    + "' is direct, which compares whole keys; give each key its own on(…)");
        }
        if (exchange.type() == Exchange.Type.FANOUT && !pattern.equals("#")) {
            throw new IllegalArgumentException("'" + pattern + "' would be ignored by exchange '" + exchange.name()
                    + "', a fanout sends every event; use '#'");
        }
    }

    private Map<String, Exchange> with(Exchange exchange) {
        Map<String, Exchange> all = new LinkedHashMap<>(exchanges);
        all.putIfAbsent(exchange.name(), exchange);
        return java.util.Collections.unmodifiableMap(all);
    }

    Optional<Call> callFor(RawMessage message) {
        for (Route route : routes) {
            if (route.bound().matches(message)) {
                return Optional.of(route.call());
            }
        }
        return Optional.empty();
    }

    /** Whether some of it needs a store that takes part in transactions. */
    boolean areTransactional() {
        return routes.stream().anyMatch(route -> route.call().isTransactional());
    }

    /** @param message as far as it is known */
    String explain(String group, RawMessage message) {
        List<String> lines = new ArrayList<>();
        boolean taken = false;
        for (Route route : routes) {
            String answer = taken ? "not asked, an earlier one took it" : answer(route.bound(), message);
            lines.add((lines.size() + 1) + " " + route.bound() + " " + answer);
            taken = taken || route.bound().matches(message);
        }
        return group + ": " + String.join("; ", lines) + (taken ? "" : "; nobody takes it");
    }

    private static String answer(Bound bound, RawMessage message) {
        if (!bound.exchange().equals(message.exchange())) {
            return "no (another exchange)";
        }
        return bound.headers()
                .map(match -> match.mismatch(message.headers()))
                .orElseGet(() -> bound.pattern().mismatch(message.routingKey()))
                .map(why -> "no (" + why + ")")
                .orElse("yes");
    }

    @Override
    public String toString() {
        return routes.stream().map(route -> route.bound().toString()).collect(Collectors.joining(", "));
    }
}

package dev.tidings.consumer;

import dev.tidings.events.BindingPattern;
import dev.tidings.events.CheckReturnValue;
import dev.tidings.events.Exchange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What is called for which event: patterns in order, the first that matches wins. */
@CheckReturnValue
record Routes(Map<String, Exchange> exchanges, List<Route> routes, List<Retired> retired) {

    /** A binding that there was once. */
    record Retired(String exchange, String pattern) {}

    /** One pattern and what is done with what it matches. */
    record Route(String exchange, BindingPattern pattern, Call call) {
        boolean matches(String fromExchange, String routingKey) {
            return exchange.equals(fromExchange) && pattern.matches(routingKey);
        }
    }

    static Routes none() {
        return new Routes(Map.of(), List.of(), List.of());
    }

    Routes describing(Exchange exchange) {
        if (exchanges.containsKey(exchange.name())) {
            throw new IllegalArgumentException("exchange '" + exchange.name()
                    + "' is already in use in this group; describe it before the first on(…) that names it");
        }
        if (exchange.type() == Exchange.Type.HEADERS) {
            throw new IllegalArgumentException(
                    "exchange '" + exchange.name()
                            + "' is a headers exchange, and a group is bound by routing keys; bind a topic exchange to it instead");
        }
        return new Routes(with(exchange), routes, retired);
    }

    Routes and(String exchangeName, String patternText, Call call) {
        BindingPattern pattern = BindingPattern.of(patternText);
        Exchange exchange = exchanges.getOrDefault(exchangeName, Exchange.topic(exchangeName));
        checkFits(exchange, patternText);
        List<BindingPattern> earlier = routes.stream()
                .filter(route -> route.exchange().equals(exchangeName))
                .map(Route::pattern)
                .toList();
        if (pattern.isCoveredBy(earlier)) {
            throw new IllegalArgumentException("pattern '" + patternText + "' on exchange '" + exchangeName
                    + "' would never get an event: the earlier ones match all that it matches, " + earlier
                    + "; put it before them, or drop it");
        }
        List<Route> all = new ArrayList<>(routes);
        all.add(new Route(exchangeName, pattern, call));
        checkNotRetired(all);
        return new Routes(with(exchange), List.copyOf(all), retired);
    }

    /** Without the binding of this pattern. */
    Routes retiring(String exchange, String patternText) {
        List<Retired> all = new ArrayList<>(retired);
        all.add(new Retired(exchange, BindingPattern.of(patternText).toString()));
        Routes without = new Routes(exchanges, routes, List.copyOf(all));
        without.checkNotRetired(routes);
        return without;
    }

    private void checkNotRetired(List<Route> all) {
        for (Route route : all) {
            Retired same = new Retired(route.exchange(), route.pattern().toString());
            if (retired.contains(same)) {
                throw new IllegalArgumentException("pattern '" + same.pattern() + "' on exchange '" + same.exchange()
                        + "' is both handled and retired; drop one of the two");
            }
        }
    }

    /** With each handler for single events seen through these filters, the first one outermost. */
    Routes through(List<UnaryOperator<Handler>> filters) {
        return new Routes(
                exchanges,
                routes.stream()
                        .map(route -> new Route(
                                route.exchange(), route.pattern(), route.call().through(filters)))
                        .toList(),
                retired);
    }

    private static void checkFits(Exchange exchange, String pattern) {
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

    Optional<Call> callFor(String exchange, String routingKey) {
        for (Route route : routes) {
            if (route.matches(exchange, routingKey)) {
                return Optional.of(route.call());
            }
        }
        return Optional.empty();
    }

    /** Whether some of it needs a store that takes part in transactions. */
    boolean areTransactional() {
        return routes.stream().anyMatch(route -> route.call().isTransactional());
    }

    String explain(String group, String exchange, String routingKey) {
        List<String> lines = new ArrayList<>();
        boolean taken = false;
        for (Route route : routes) {
            String answer = taken ? "not asked, an earlier one took it" : answer(route, exchange, routingKey);
            lines.add((lines.size() + 1) + " " + route.exchange() + "/" + route.pattern() + " " + answer);
            taken = taken || route.matches(exchange, routingKey);
        }
        return group + ": " + String.join("; ", lines) + (taken ? "" : "; nobody takes it");
    }

    private static String answer(Route route, String exchange, String routingKey) {
        if (!route.exchange().equals(exchange)) {
            return "no (another exchange)";
        }
        return route.pattern()
                .mismatch(routingKey)
                .map(why -> "no (" + why + ")")
                .orElse("yes");
    }

    @Override
    public String toString() {
        return routes.stream()
                .map(route -> route.exchange() + "/" + route.pattern())
                .collect(Collectors.joining(", "));
    }
}

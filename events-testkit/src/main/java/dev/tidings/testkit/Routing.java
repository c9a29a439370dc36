package dev.tidings.testkit;

import dev.tidings.broker.internal.DelayLadder;
import dev.tidings.broker.internal.Queue;
import dev.tidings.broker.internal.Topology;
import dev.tidings.events.BindingPattern;
import dev.tidings.events.Exchange;
import dev.tidings.events.HeaderMatch;
import dev.tidings.events.RawMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The exchanges and queues of a broker, and which message goes where. */
final class Routing {

    /** A binding, and which messages it takes. */
    private record Bound(Topology.Binding binding, Predicate<RawMessage> takes) {}

    private final Stage stage;
    private final Map<String, Exchange> exchanges = new LinkedHashMap<>();
    private final Map<String, SimulatedQueue> queues = new LinkedHashMap<>();
    private final List<Bound> bindings = new ArrayList<>();

    Routing(Stage stage) {
        this.stage = stage;
    }

    void declare(Topology topology) {
        topology.exchanges().forEach(this::declare);
        topology.queues().forEach(this::declare);
        topology.bindings().forEach(this::bind);
        topology.retired()
                .forEach(gone -> bindings.removeIf(bound -> bound.binding().equals(gone)));
        if (!topology.delayed().isEmpty()) {
            declare(DelayLadder.topology(topology.delayed()));
        }
    }

    private void declare(Exchange exchange) {
        Exchange known = exchanges.get(exchange.name());
        boolean fits = known == null
                || (known.type() == exchange.type()
                        && (!known.declared() || !exchange.declared() || known.equals(exchange)));
        if (!fits) {
            throw new IllegalStateException("a broker would refuse to declare " + exchange + ", since it has " + known
                    + "; let all who use it describe it the same way");
        }
        if (known == null || exchange.declared()) {
            exchanges.put(exchange.name(), exchange);
        }
    }

    private void declare(Queue queue) {
        SimulatedQueue known = queues.computeIfAbsent(
                queue.name(), name -> new SimulatedQueue(queue, stage, message -> handOn(message, queue)));
        if (!known.declared().equals(queue)) {
            throw new IllegalStateException("a broker would refuse to declare " + queue + ", since it has "
                    + known.declared() + "; give one of the groups another name");
        }
    }

    private void bind(Topology.Binding binding) {
        Exchange exchange = known(binding.exchange());
        if (bindings.stream().noneMatch(bound -> bound.binding().equals(binding))) {
            bindings.add(new Bound(binding, takes(exchange.type(), binding)));
        }
    }

    private static Predicate<RawMessage> takes(Exchange.Type type, Topology.Binding binding) {
        return switch (type) {
            case TOPIC -> {
                BindingPattern pattern = BindingPattern.of(binding.pattern());
                yield message -> pattern.matches(message.routingKey());
            }
            case DIRECT -> message -> binding.pattern().equals(message.routingKey());
            case FANOUT -> message -> true;
            case HEADERS -> {
                HeaderMatch match = HeaderMatch.of(binding.arguments());
                yield message -> match.matches(message.headers());
            }
        };
    }

    private Exchange known(String name) {
        return Optional.ofNullable(exchanges.get(name))
                .orElseThrow(() -> new IllegalStateException("there is no exchange '" + name + "'"));
    }

    /** Puts a message into the queues that its exchange and key lead to; whether there is one. */
    boolean send(RawMessage message) {
        Collection<SimulatedQueue> targets = targets(message);
        targets.forEach(queue -> queue.add(message));
        return !targets.isEmpty();
    }

    /** The queues that a message would go to. */
    Collection<SimulatedQueue> targets(RawMessage message) {
        return targets(message.exchange(), message);
    }

    private Collection<SimulatedQueue> targets(String exchange, RawMessage message) {
        if (exchange.isEmpty()) {
            return queue(message.routingKey()).map(List::of).orElse(List.of());
        }
        Set<SimulatedQueue> targets = new LinkedHashSet<>();
        for (Bound bound : bindings) {
            if (bound.binding().exchange().equals(exchange) && bound.takes().test(message)) {
                queue(bound.binding().queue()).ifPresent(targets::add);
            }
        }
        Optional<String> alternate =
                Optional.ofNullable(exchanges.get(exchange)).flatMap(Exchange::alternate);
        return targets.isEmpty() && alternate.isPresent() ? targets(alternate.get(), message) : targets;
    }

    /** As a broker hands on what has waited in a queue: to another queue, or to an exchange with the same key; its headers kept. */
    private void handOn(RawMessage message, Queue from) {
        boolean isStep = from.purpose() == Queue.Purpose.STEP;
        RawMessage handedOn = new RawMessage(
                isStep ? from.onward() : "",
                isStep ? message.routingKey() : from.onward(),
                message.properties(),
                message.headers(),
                message.body());
        if (!send(handedOn)) {
            throw stage.failed(
                    from.onward() + " is to get what has waited in " + from.name() + ", and has no queue for it");
        }
    }

    Optional<SimulatedQueue> queue(String name) {
        return Optional.ofNullable(queues.get(name));
    }

    Collection<SimulatedQueue> queues() {
        return queues.values();
    }
}

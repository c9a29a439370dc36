package dev.tidings.broker.internal;

import com.rabbitmq.client.Channel;
import dev.tidings.events.Exchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What must exist at the broker before work begins. Declaring it twice changes nothing. */
public record Topology(List<Exchange> exchanges, List<Queue> queues, List<Binding> bindings) {

    /** A queue bound to an exchange. */
    public record Binding(String queue, String exchange, String pattern) {}

    /** No queues, only these exchanges. */
    public static Topology of(Exchange... exchanges) {
        return new Topology(List.of(exchanges), List.of(), List.of());
    }

    /** Declares all of it. On a failure the channel is closed by the broker, and the exception says why. */
    void declare(Channel channel, BrokerDialect dialect) throws IOException {
        for (Exchange exchange : exchanges) {
            declare(channel, exchange);
        }
        for (Queue queue : queues) {
            channel.queueDeclare(queue.name(), true, false, false, dialect.arguments(queue));
        }
        for (Binding binding : bindings) {
            channel.queueBind(binding.queue(), binding.exchange(), binding.pattern());
        }
    }

    private static void declare(Channel channel, Exchange exchange) throws IOException {
        if (!exchange.declared()) {
            channel.exchangeDeclarePassive(exchange.name());
            return;
        }
        Map<String, Object> arguments = new LinkedHashMap<>();
        exchange.alternate().ifPresent(alternate -> arguments.put("alternate-exchange", alternate));
        String type = exchange.type().name().toLowerCase(java.util.Locale.ROOT);
        channel.exchangeDeclare(exchange.name(), type, true, false, arguments);
    }

    /** This and that together. */
    public Topology and(Topology other) {
        return new Topology(
                joined(exchanges, other.exchanges), joined(queues, other.queues), joined(bindings, other.bindings));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> both = new ArrayList<>(first);
        both.addAll(second);
        return List.copyOf(both);
    }
}

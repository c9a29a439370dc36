package dev.tidings.broker.internal;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.tidings.events.Exchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * What must exist at the broker before work begins. Declaring it twice changes nothing.
 *
 * @param retired bindings that must not exist
 * @param delayed names of queues that can be published to with a delay
 */
public record Topology(
        List<Exchange> exchanges,
        List<Queue> queues,
        List<Binding> bindings,
        List<Binding> retired,
        List<String> delayed) {

    /**
     * A queue bound to an exchange.
     *
     * @param arguments what a headers exchange compares; else none
     */
    public record Binding(String queue, String exchange, String pattern, Map<String, Object> arguments) {
        /** A binding by the routing key. */
        public Binding(String queue, String exchange, String pattern) {
            this(queue, exchange, pattern, Map.of());
        }
    }

    /** Only these queues. */
    public static Topology of(List<Queue> queues) {
        return new Topology(List.of(), queues, List.of(), List.of(), List.of());
    }

    /** Only the way by which these queues can be published to with a delay. */
    public static Topology delayed(List<String> queues) {
        return new Topology(List.of(), List.of(), List.of(), List.of(), queues);
    }

    /** No queues, only these exchanges. */
    public static Topology of(Exchange... exchanges) {
        return new Topology(List.of(exchanges), List.of(), List.of(), List.of(), List.of());
    }

    /** Declares all of it. On a failure the channel is closed by the broker, and the exception says why. */
    void declare(Channel channel, BrokerDialect dialect) throws IOException, TimeoutException {
        for (Exchange exchange : exchanges) {
            declare(channel, exchange);
        }
        for (Queue queue : queues) {
            channel.queueDeclare(queue.name(), true, false, false, dialect.arguments(queue));
        }
        for (Binding binding : bindings) {
            channel.queueBind(binding.queue(), binding.exchange(), binding.pattern(), binding.arguments());
        }
        for (Binding binding : retired) {
            unbind(channel.getConnection(), binding);
        }
        if (!delayed.isEmpty()) {
            dialect.delays(delayed).declare(channel, dialect);
        }
    }

    /** On a channel of its own, which is closed where the exchange is gone; then so is the binding. */
    private static void unbind(Connection connection, Binding binding) throws IOException, TimeoutException {
        Channel channel =
                connection.openChannel().orElseThrow(() -> new IOException("the connection has no channel left"));
        try {
            channel.queueUnbind(binding.queue(), binding.exchange(), binding.pattern(), binding.arguments());
            channel.close();
        } catch (IOException e) {
            if (!Causes.isNotFound(e)) {
                throw e;
            }
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
                joined(exchanges, other.exchanges),
                joined(queues, other.queues),
                joined(bindings, other.bindings),
                joined(retired, other.retired),
                joined(delayed, other.delayed));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> both = new ArrayList<>(first);
        both.addAll(second);
        return List.copyOf(both);
    }
}

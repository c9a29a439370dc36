package dev.tidings.broker.internal;

import java.util.Map;

/** In what brokers differ: the arguments of queues, and how they tell that a message has no route. */
enum BrokerDialect {
    /** RabbitMQ 3.10 and later. */
    RABBITMQ("RabbitMQ") {
        @Override
        Map<String, Object> arguments(Queue queue) {
            Map<String, Object> quorum =
                    Map.of("x-queue-type", "quorum", "x-delivery-limit", 2_000_000_000, "x-overflow", "reject-publish");
            return switch (queue.purpose()) {
                case DEAD_LETTERS -> quorum;
                case WORK -> with(quorum, onward(queue));
                case DELAY ->
                    with(
                            with(quorum, onward(queue)),
                            Map.of("x-message-ttl", queue.delay().toMillis()));
            };
        }

        private Map<String, Object> onward(Queue queue) {
            return Map.of(
                    "x-dead-letter-exchange", "",
                    "x-dead-letter-routing-key", queue.onward(),
                    "x-dead-letter-strategy", "at-least-once");
        }
    },

    /** Apache Qpid Broker-J. Its nack of a message without a route comes before the return. */
    QPID("Apache Qpid") {
        @Override
        Map<String, Object> arguments(Queue queue) {
            return switch (queue.purpose()) {
                case DEAD_LETTERS, WORK -> Map.of();
                case DELAY ->
                    Map.of(
                            "maximumMessageTtl", queue.delay().toMillis(),
                            "expiryPolicy", "ROUTE_TO_ALTERNATE",
                            "alternateBinding", Map.of("destination", queue.onward()));
            };
        }
    };

    private final String product;

    BrokerDialect(String product) {
        this.product = product;
    }

    /** The dialect of the broker that introduced itself so: Qpid by properties of its own, RabbitMQ's for all others. */
    static BrokerDialect of(Map<String, Object> serverProperties) {
        return serverProperties.keySet().stream().anyMatch(name -> name.startsWith("qpid.")) ? QPID : RABBITMQ;
    }

    /** What a queue is declared with. */
    abstract Map<String, Object> arguments(Queue queue);

    private static Map<String, Object> with(Map<String, Object> some, Map<String, Object> more) {
        Map<String, Object> both = new java.util.TreeMap<>(some);
        both.putAll(more);
        return Map.copyOf(both);
    }

    @Override
    public String toString() {
        return product;
    }
}

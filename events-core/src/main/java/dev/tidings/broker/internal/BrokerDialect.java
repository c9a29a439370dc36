package dev.tidings.broker.internal;

import dev.tidings.events.RawMessage;
import java.util.List;
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
                case COPIES -> with(quorum, dropping(Queue.MOST_COPIES, MOST_COPIED_BYTES));
                // What is dropped cannot be handed on at least once: that would refuse new messages instead.
                case SHADOW ->
                    with(
                            with(quorum, dropping(Queue.MOST_SHADOWED, MOST_SHADOWED_BYTES)),
                            Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", queue.onward()));
                case DROPPED -> with(quorum, dropping(Queue.MOST_DROPPED, MOST_DROPPED_BYTES));
                case WORK -> with(quorum, onward(queue));
                case DELAY ->
                    with(
                            with(quorum, onward(queue)),
                            Map.of("x-message-ttl", queue.delay().toMillis()));
                case STEP ->
                    with(
                            quorum,
                            Map.of(
                                    "x-dead-letter-exchange", queue.onward(),
                                    "x-dead-letter-strategy", "at-least-once",
                                    "x-message-ttl", queue.delay().toMillis()));
            };
        }

        @Override
        int redeliveries(RawMessage message, boolean isRedelivered) {
            return message.headers().get(DELIVERY_COUNT) instanceof Number count ? count.intValue() : 0;
        }

        @Override
        Topology delays(List<String> queues) {
            return DelayLadder.topology(queues);
        }

        private Map<String, Object> dropping(int messages, int bytes) {
            return Map.of("x-overflow", "drop-head", "x-max-length", messages, "x-max-length-bytes", bytes);
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
                case DEAD_LETTERS -> Map.of();
                case WORK -> Map.of("holdOnPublishEnabled", true);
                case COPIES -> ring(Queue.MOST_COPIES, MOST_COPIED_BYTES);
                case SHADOW -> ring(Queue.MOST_SHADOWED, MOST_SHADOWED_BYTES);
                case DROPPED -> ring(Queue.MOST_DROPPED, MOST_DROPPED_BYTES);
                case DELAY, STEP ->
                    Map.of(
                            "maximumMessageTtl", queue.delay().toMillis(),
                            "expiryPolicy", "ROUTE_TO_ALTERNATE",
                            "alternateBinding", Map.of("destination", queue.onward()));
            };
        }

        /** A tenth, since they are in memory. What it loses is gone. */
        private Map<String, Object> ring(int messages, int bytes) {
            return Map.of(
                    "overflowPolicy", "RING",
                    "maximumQueueDepthMessages", messages / 10,
                    "maximumQueueDepthBytes", bytes / 10);
        }

        @Override
        int redeliveries(RawMessage message, boolean isRedelivered) {
            return isRedelivered ? OFTEN : 0;
        }

        @Override
        Topology delays(List<String> queues) {
            return DelayLadder.shortcut(queues);
        }
    };

    private static final int MOST_COPIED_BYTES = 1_000_000_000;
    private static final int MOST_SHADOWED_BYTES = 100_000_000;
    private static final int MOST_DROPPED_BYTES = 10_000_000;
    private static final String DELIVERY_COUNT = "x-delivery-count";

    /** Qpid tells that a message came before, and not how often: it may have been often. */
    private static final int OFTEN = 3;

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

    /** Whether a queue's length is what waits in it, without what consumers have at hand. */
    boolean countsWhatWaits() {
        return this == RABBITMQ;
    }

    /** What is needed to publish to these queues with a delay. */
    abstract Topology delays(List<String> queues);

    /** How often a delivery came before, as far as the broker tells. */
    abstract int redeliveries(RawMessage message, boolean isRedelivered);

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

package dev.tidings.consumer;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Running;
import dev.tidings.events.CanIgnoreReturnValue;
import dev.tidings.events.CheckReturnValue;
import dev.tidings.events.EventReader;
import dev.tidings.events.Exchange;
import dev.tidings.idempotency.IdempotencyStore;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Handles events of one durable queue, together with the other instances of the same group. Safe for use by many threads.
 *
 * <p>A handler that returns acknowledges, one that throws goes to the failure policy. Nothing is acknowledged before the handler has
 * returned, or its retry or dead letter is confirmed by the broker and in a queue. What was not acknowledged when a connection or the
 * process ended is delivered again. Events of one entity (all ids of the event together) are never handled at the same time within one
 * instance. No order is promised after a failure or a lost connection. While something does not work that all events need, such as the
 * store, the group pauses; see {@link FailurePolicy#pauseOn}.
 *
 * <p>Two services that use the same group name share one queue and take each other's events; the broker cannot tell. The queues are
 * {@code group}, {@code group.retry.DELAY} and {@code group.dead}.
 */
public interface ConsumerGroup extends Running {

    /**
     * Describes a group.
     *
     * @param name letters, digits, {@code - _ .}, at most 100; names its queues
     */
    static Spec named(String name) {
        return new Spec(GroupSettings.named(name));
    }

    /**
     * Waits until its queue is bound and it consumes, for tests and mains that prefer to fail early. What is published to an exchange
     * before the queue is bound for the first time does not reach the group.
     *
     * @throws dev.tidings.events.TidingsException if it does not consume in time; the message says why
     */
    ConsumerGroup awaitConsuming(Duration atMost);

    /** An immutable description of a group. Safe for use by many threads; nothing is connected before {@link #start}. */
    @CheckReturnValue
    final class Spec {
        private final GroupSettings settings;

        private Spec(GroupSettings settings) {
            this.settings = settings;
        }

        /**
         * Handles events of an exchange whose routing key matches. The first pattern that matches wins.
         *
         * @param exchange a durable topic exchange, declared by whoever comes first, or one that {@link #exchange} describes
         * @param pattern {@code user.deleted}, {@code user.*}, {@code #.deleted}, {@code #}; the key itself for a direct exchange, {@code
         *     #} for a fanout
         * @throws IllegalArgumentException if the pattern is malformed, or earlier patterns leave nothing for it
         */
        public Spec on(String exchange, String pattern, Handler handler) {
            return new Spec(settings.withRoutes(settings.routes().and(exchange, pattern, new Call.Each(handler))));
        }

        /** The same with a reaction, which says how its handler is called: in a transaction, for several events at once. */
        public Spec on(String exchange, String pattern, Reaction reaction) {
            return new Spec(settings.withRoutes(settings.routes().and(exchange, pattern, reaction.call())));
        }

        /**
         * Unbinds a pattern that an earlier version of the service has bound. Without it the binding stays, and its events become dead
         * letters as {@code UNMATCHED}. What is in the queue already stays there. A binding that is not there is no error.
         *
         * @throws IllegalArgumentException if the same pattern is handled
         */
        public Spec retired(String exchange, String pattern) {
            return new Spec(settings.withRoutes(settings.routes().retiring(exchange, pattern)));
        }

        /**
         * Sees each handler of the group through a filter, which may do something before and after, call it or not, and throw: for
         * logs, tenants, authorisation. The first filter is outermost, and it does not matter whether a handler is added before or
         * after. What a filter throws is a failure of the event; if it returns, the event is handled. In a transaction the filter is
         * applied anew for each event.
         *
         * <p>A group with a handler for several events and a filter is refused when it starts.
         */
        public Spec around(UnaryOperator<Handler> filter) {
            return new Spec(settings.withFilter(filter));
        }

        /** Describes an exchange that is not a durable topic exchange, or is somebody else's. Before the first {@code on} that names it. */
        public Spec exchange(Exchange exchange) {
            return new Spec(settings.withRoutes(settings.routes().describing(exchange)));
        }

        /** Reads events that others write in their own shape. Default: the standard format and CloudEvents. */
        public Spec reading(EventReader reader) {
            return new Spec(settings.withReader(reader));
        }

        /** Where handled events are remembered. Default: in memory, one store for each start of a group. */
        public Spec idempotency(IdempotencyStore store) {
            return new Spec(settings.withStore(store));
        }

        /**
         * Recognises duplicates of this source by its ids, although they are not UUIDs. Default: ids that are UUIDs are recognised,
         * events with others are handled each time they come.
         *
         * @param source as its events say it, or the exchange where they do not; its ids must never repeat for another event
         */
        public Spec uniqueIdsFrom(String source) {
            return new Spec(settings.withKeys(settings.keys().trusting(source)));
        }

        /**
         * Recognises events without a usable id by their type, their ids and this header. Without it, that is not done: thin events of
         * one entity look alike.
         *
         * @param header such as {@code tidings-version}: a value of it never stands for two events of the same type and ids
         */
        public Spec uniqueHeader(String header) {
            return new Spec(settings.withKeys(settings.keys().unique(header)));
        }

        /**
         * How long an event may wait in an outbox or in the group's queue before it comes, or comes again. Default 7 days. Only to
         * check at the start that the store remembers keys for longer than that and all retries together.
         */
        public Spec longestWait(Duration atMost) {
            return new Spec(settings.withLongestWait(atMost));
        }

        /** What becomes of an event whose handler threw. Default: {@code retryAfter(1 s, 10 s, 1 min, 10 min)}. */
        public Spec onFailure(FailurePolicy policy) {
            return new Spec(settings.withPolicy(policy));
        }

        /** How many handlers run at once in this instance, 1 to 1,000. Default 8. */
        public Spec concurrency(int handlersAtOnce) {
            return new Spec(settings.withConcurrency(handlersAtOnce));
        }

        /** Is told what became of each delivery, on the handler's thread. What it throws is logged and has no effect. */
        public Spec observing(Consumer<Handled> observer) {
            return new Spec(settings.withObserver(observer));
        }

        /** Which handler an event would go to and why, one line per pattern. Asks no broker. */
        public String explain(String exchange, String routingKey) {
            return settings.routes().explain(settings.name(), exchange, routingKey);
        }

        /** Starts. Returns at once, and consumes as soon as the broker is there. Closed with the broker. */
        @CanIgnoreReturnValue
        public ConsumerGroup start(Broker broker) {
            return new RunningGroup(settings, broker);
        }

        @Override
        public String toString() {
            return settings.toString();
        }
    }
}

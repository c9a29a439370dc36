package dev.tidings.consumer;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Running;
import dev.tidings.events.CanIgnoreReturnValue;
import dev.tidings.events.CheckReturnValue;
import dev.tidings.events.EventReader;
import dev.tidings.events.Exchange;
import dev.tidings.events.HeaderMatch;
import dev.tidings.events.MessageProperties;
import dev.tidings.events.RawMessage;
import dev.tidings.idempotency.IdempotencyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
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
 * {@code group}, {@code group.retry.DELAY}, {@code group.alone} and {@code group.dead}.
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
     * Describes a shadow of a live group, which sees the same events by the same patterns, and does nothing to it: for a system that is
     * to replace the live one. Its handlers must have no effects; {@code dev.tidings.migration.shadow} records what they would do.
     *
     * <p>Its queue {@code billing.shadow.v2} holds 100,000 events or 100 MB and loses the oldest, so it never stops a publisher. What was
     * lost is told to observers as {@link Handled.Verdict#DROPPED}; at least that, since the broker hands it on without promise, and
     * Qpid not at all. Nothing is retried and nothing becomes a dead letter: what a handler threw is told to observers as
     * {@link Handled.Verdict#LEFT}. It pauses as any group does.
     *
     * @param liveGroup the name of the group that is live
     * @param name of the system that is to replace it, such as {@code v2}
     */
    static Spec shadow(String liveGroup, String name) {
        return new Spec(GroupSettings.shadow(liveGroup, name));
    }

    /**
     * Waits until its queue is bound and it consumes, for tests and mains that prefer to fail early. What is published to an exchange
     * before the queue is bound for the first time does not reach the group.
     *
     * @throws dev.tidings.events.TidingsException if it does not consume in time; the message says why
     */
    ConsumerGroup awaitConsuming(Duration atMost);

    /**
     * Has so many handlers run at once from now on, in this instance; an {@code autoscale} has no effect any more. Those above it end
     * when they are done with what they have. Returns at once.
     *
     * @param handlersAtOnce 1 to 1,000
     */
    @CanIgnoreReturnValue
    ConsumerGroup scaleTo(int handlersAtOnce);

    /** An immutable description of a group. Safe for use by many threads; nothing is connected before {@link #start}. */
    @CheckReturnValue
    final class Spec {
        private final GroupSettings settings;

        private Spec(GroupSettings settings) {
            this.settings = settings;
        }

        /** The workers of a queue for tasks. */
        static Spec ofTasks(GroupSettings tasks, Call call) {
            return new Spec(tasks.withRoutes(Routes.ofTasks(call)));
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
            return new Spec(
                    settings.withRoutes(settings.routes().and(Bound.byKey(exchange, pattern), new Call.Each(handler))));
        }

        /** The same with a reaction, which says how its handler is called: in a transaction, for several events at once. */
        public Spec on(String exchange, String pattern, Reaction reaction) {
            return new Spec(
                    settings.withRoutes(settings.routes().and(Bound.byKey(exchange, pattern), reaction.call())));
        }

        /**
         * Handles events of a headers exchange, which {@link #exchange} describes, by their headers. The first match wins.
         *
         * @throws IllegalArgumentException if it is not a headers exchange, or earlier matches leave nothing for it
         */
        public Spec on(String exchange, HeaderMatch match, Handler handler) {
            return new Spec(settings.withRoutes(
                    settings.routes().and(Bound.byHeaders(exchange, match), new Call.Each(handler))));
        }

        /** The same with a reaction, which says how its handler is called: in a transaction, for several events at once. */
        public Spec on(String exchange, HeaderMatch match, Reaction reaction) {
            return new Spec(
                    settings.withRoutes(settings.routes().and(Bound.byHeaders(exchange, match), reaction.call())));
        }

        /**
         * Keeps copies up to date after events of an exchange whose routing key matches. Events are not claimed in the idempotency store,
         * since refreshing a copy again does no harm.
         *
         * @throws IllegalArgumentException if an earlier pattern takes some of these events, which the mirror would miss
         */
        public Spec mirror(String exchange, String pattern, Refresher mirror) {
            return new Spec(settings.withRoutes(
                    settings.routes().andAll(Bound.byKey(exchange, pattern), new Call.Refreshing(mirror))));
        }

        /**
         * Unbinds a pattern that an earlier version of the service has bound. Without it the binding stays, and its events become dead
         * letters as {@code UNMATCHED}. What is in the queue already stays there. A binding that is not there is no error.
         *
         * @throws IllegalArgumentException if the same pattern is handled
         */
        public Spec retired(String exchange, String pattern) {
            return new Spec(settings.withRoutes(settings.routes().retiring(Bound.byKey(exchange, pattern))));
        }

        /** The same for a match on a headers exchange. */
        public Spec retired(String exchange, HeaderMatch match) {
            return new Spec(settings.withRoutes(settings.routes().retiring(Bound.byHeaders(exchange, match))));
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
            return new Spec(settings.with(settings.claims().withStore(store)));
        }

        /**
         * Recognises duplicates of this source by its ids, although they are not UUIDs. Default: ids that are UUIDs are recognised,
         * events with others are handled each time they come.
         *
         * @param source as its events say it, or the exchange where they do not; its ids must never repeat for another event
         */
        public Spec uniqueIdsFrom(String source) {
            return new Spec(settings.with(
                    settings.claims().withKeys(settings.claims().keys().trusting(source))));
        }

        /**
         * Recognises events without a usable id by their type, their ids and this header. Without it, that is not done: thin events of
         * one entity look alike.
         *
         * @param header such as {@code tidings-version}: a value of it never stands for two events of the same type and ids
         */
        public Spec uniqueHeader(String header) {
            return new Spec(settings.with(
                    settings.claims().withKeys(settings.claims().keys().unique(header))));
        }

        /**
         * How long an event may wait in an outbox or in the group's queue before it comes, or comes again. Default 7 days. Only to
         * check at the start that the store remembers keys for longer than that and all retries together.
         */
        public Spec longestWait(Duration atMost) {
            return new Spec(settings.with(settings.claims().withLongestWait(atMost)));
        }

        /** What becomes of an event whose handler threw. Default: {@code retryAfter(1 s, 10 s, 1 min, 10 min)}. */
        public Spec onFailure(FailurePolicy policy) {
            return new Spec(settings.withPolicy(policy));
        }

        /** How many handlers run at once in this instance, 1 to 1,000. Default 8. */
        public Spec concurrency(int handlersAtOnce) {
            return new Spec(settings.with(settings.capacity().withAtOnce(handlersAtOnce)));
        }

        /**
         * Lets the number of handlers follow the backlog: one for each so many events that wait, within bounds. It is looked at every five
         * seconds. More handlers begin at once; there are fewer only when that was enough for a minute. For more processes see the
         * documentation.
         *
         * @param least at least so many handlers, 1 or more
         * @param most at most so many, up to 1,000
         * @param targetBacklog so many waiting events are worth a handler
         */
        public Spec autoscale(int least, int most, int targetBacklog) {
            return new Spec(
                    settings.with(settings.capacity().withAutoscale(new Autoscale(least, most, targetBacklog))));
        }

        /**
         * How many deliveries this instance has at hand, 1 to 10,000. Default 500. Fewer leave more to other instances where handlers
         * are slow; below twice the concurrency some handlers have to wait for the broker.
         */
        public Spec prefetch(int deliveries) {
            return new Spec(settings.with(settings.capacity().withPrefetch(deliveries)));
        }

        /**
         * Calls handlers by an executor of yours, such as {@code Executors.newVirtualThreadPerTaskExecutor()} on Java 21. Close it after
         * the group. Default: threads of the group's own.
         *
         * @param executor gets at most as many tasks at once as the concurrency says; each runs while there are events
         */
        public Spec executor(Executor executor) {
            return new Spec(settings.with(settings.capacity().withExecutor(executor)));
        }

        /**
         * How long a handler may take, at most half of {@link #ackTimeout}, which is the default. After that it is interrupted; if it
         * throws then, that is a failure, an {@link HandlerTimeoutException}. One that takes no notice goes on.
         */
        public Spec handlerTimeout(Duration atMost) {
            return new Spec(settings.with(settings.timing().withHandlerTimeout(atMost)));
        }

        /**
         * How long the broker waits for an acknowledgement, as it is configured: {@code consumer_timeout} of RabbitMQ. Default 30
         * minutes, as there. What takes longer is delivered again, also while its handler goes on. A delivery that no handler has begun
         * after a third of it goes back to the queue.
         */
        public Spec ackTimeout(Duration ofTheBroker) {
            return new Spec(settings.with(settings.timing().withAckTimeout(ofTheBroker)));
        }

        /**
         * For how long handlers may go on when the group is closed. Default 10 s. Then they are interrupted, and what they did not end
         * goes back to the queue, without a counted attempt.
         */
        public Spec stopWithin(Duration atMost) {
            return new Spec(settings.with(settings.timing().withStopWithin(atMost)));
        }

        /** Is told what became of each delivery, on the handler's thread. What it throws is logged and has no effect. */
        public Spec observing(Consumer<Handled> observer) {
            return new Spec(settings.withObserver(observer));
        }

        /** Handles only what is its own, and sends the rest on to the group that it shares the work with. Default: all is its own. */
        public Spec sharing(Share share) {
            return new Spec(settings.with(settings.claims().withShare(share)));
        }

        /** Whether each of its handlers is called in a transaction, so that effects in that database happen exactly once. */
        public boolean isTransactional() {
            return settings.routes().routes().stream()
                    .allMatch(route -> route.call().isTransactional());
        }

        /** The group's name, which its queue has, too. */
        public String name() {
            return settings.name();
        }

        /** The queues in which its events wait to be handled: its own, that of those that are handled alone, and those of delays. */
        public List<String> queues() {
            return settings.queues().waiting(settings.policy());
        }

        /** Whether some pattern of this group matches; {@link #explain} says which. Asks no broker. */
        public boolean takes(String exchange, String routingKey) {
            return settings.routes()
                    .callFor(known(exchange, routingKey, Map.of()))
                    .isPresent();
        }

        /** Which handler an event would go to and why, pattern by pattern. Asks no broker. */
        public String explain(String exchange, String routingKey) {
            return explain(exchange, routingKey, Map.of());
        }

        /** The same for an event with headers, on a headers exchange. */
        public String explain(String exchange, String routingKey, Map<String, Object> headers) {
            return settings.routes().explain(settings.name(), known(exchange, routingKey, headers));
        }

        /** What is known of a message that is only thought of. */
        private static RawMessage known(String exchange, String routingKey, Map<String, Object> headers) {
            return new RawMessage(exchange, routingKey, MessageProperties.none(), headers, new byte[0]);
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

package dev.tidings.publisher;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Running;
import dev.tidings.events.CheckReturnValue;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.EventFormat;
import dev.tidings.events.Exchange;
import dev.tidings.events.RoutingKey;
import dev.tidings.outbox.EventSpool;
import dev.tidings.outbox.JdbcOutbox;
import dev.tidings.publisher.internal.PublisherSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;

/**
 * Publishes events to one exchange and tells the truth about it. Safe for use by many threads.
 *
 * <p>Every publish ends in one of four ways. {@link Outcome#ROUTED} and {@link Outcome#UNROUTED}: the broker has confirmed. {@link
 * dev.tidings.broker.NotPublishedException}: certainly not at the broker. {@link dev.tidings.broker.OutcomeUnknownException}: handed to
 * a connection and not answered in time; publish the same event object again, and consumers recognise it. What was not answered when a
 * connection ended is sent again until the deadline, so the broker may get an event twice. Confirms and {@code mandatory} are always
 * on. Events of several threads have no order among them.
 *
 * @see <a href="https://www.rabbitmq.com/docs/confirms#publisher-confirms">Publisher confirms</a>
 */
public interface EventPublisher extends Running {

    /** What the broker said. */
    enum Outcome {
        /** At least one queue has it. */
        ROUTED,
        /**
         * No queue is bound for it, so nobody will get it; logged once per routing key. Where it had to be sent again, an earlier
         * copy may have found a queue that is gone now.
         */
        UNROUTED
    }

    /** Publishes to a durable topic exchange, declared by whoever comes first. */
    static Spec to(String exchange) {
        return to(Exchange.topic(exchange));
    }

    /** Publishes to an exchange of any type, or to somebody else's. */
    static Spec to(Exchange exchange) {
        return new Spec(PublisherSettings.to(exchange));
    }

    /**
     * Publishes, and returns when the broker has confirmed.
     *
     * @throws dev.tidings.broker.NotPublishedException if it is certainly not at the broker
     * @throws dev.tidings.broker.OutcomeUnknownException if there was no answer within the deadline, or the broker refused it (nack)
     */
    Outcome publish(DomainEvent event);

    /**
     * Publishes, and returns before the broker has confirmed. Waits only while the window is full.
     *
     * <p>The future fails with what {@link #publish} throws. It is completed on a thread of this publisher: what is chained to it may
     * publish again, and delays other outcomes while it runs.
     */
    CompletableFuture<Outcome> publishAsync(DomainEvent event);

    /** An immutable description of a publisher. Safe for use by many threads; nothing is connected before {@link #open}. */
    @CheckReturnValue
    final class Spec {
        private final PublisherSettings settings;

        private Spec(PublisherSettings settings) {
            this.settings = settings;
        }

        /** The service that the events come from, written as {@code app_id} where the event does not name one. Default: none. */
        public Spec source(String service) {
            return new Spec(settings.withSource(service));
        }

        /** The prefix of all routing keys, where the event does not name one: {@code shop.eu}. Default: none. */
        public Spec under(String prefix) {
            return new Spec(settings.withPrefix(RoutingKey.of(prefix).toString()));
        }

        /**
         * An event that no queue wants is an error: {@code NotPublishedException} in place of {@code UNROUTED}, or {@code
         * OutcomeUnknownException} where an earlier copy may have found a queue.
         */
        public Spec requireRoute() {
            return new Spec(settings.withRouteRequired());
        }

        /** How long a publish may take, from the call to its outcome. Default 10 s, at least 100 ms. */
        public Spec deadline(Duration perPublish) {
            return new Spec(settings.withDeadline(perPublish));
        }

        /** How many publishes may wait for their confirm at a time, 1 to 100,000. Default 1,000. */
        public Spec window(int outstanding) {
            return new Spec(settings.withWindow(outstanding));
        }

        /** Writes CloudEvents 1.0 in binary mode in place of the standard format. Groups read both. */
        public Spec cloudEvents() {
            return new Spec(settings.withFormat(EventFormat.cloudEvents()));
        }

        /**
         * An outbox for the same exchange, with the same source, prefix and format: events are stored by your own transaction and
         * published after its commit. The deadline and the window are those of its relay.
         */
        public JdbcOutbox outbox(DataSource dataSource) {
            return JdbcOutbox.of(settings, dataSource);
        }

        /**
         * A spool for the same exchange, with the same source, prefix and format: events are kept in a file in this directory until the
         * broker has confirmed them. For a producer without a database.
         */
        public EventSpool.Spec spool(Path directory) {
            return EventSpool.of(settings, directory);
        }

        /** Starts. Returns at once: before the broker is there, publishes wait until their deadline. Closed with the broker. */
        public EventPublisher open(Broker broker) {
            return new ConfirmingEventPublisher(settings, broker);
        }

        @Override
        public String toString() {
            return settings.toString();
        }
    }
}

package dev.tidings.publisher;

import dev.tidings.broker.Broker;
import java.util.Map;
import java.util.Set;

/** One kind of publisher before one kind of broker, as the conformance suite needs it. */
interface PublisherFixture {

    /** In what a publisher or its broker differs. It changes what is asserted; nothing is ever skipped for it. */
    enum Difference {
        /** The broker knows no alternate exchange, and refuses to declare one. */
        NO_ALTERNATE_EXCHANGE,
        /**
         * An event is stored first. What cannot be published now is kept in place of an error, without a deadline, and the next
         * publisher of the exchange sends it. The window limits what is on the wire, not what is stored.
         */
        KEEPS_EVENTS,
        /** Only events of one entity keep their order. */
        ORDER_PER_ENTITY
    }

    /** Where the broker is. */
    String uri();

    /** A name for an exchange and a queue, the same for the same word. */
    String name(String word);

    /** What a durable queue is declared with. */
    Map<String, Object> queueArguments();

    /** Opens a publisher that tells the outcome of each event once it is known. */
    EventPublisher open(EventPublisher.Spec spec, Broker broker);

    Set<Difference> differences();
}

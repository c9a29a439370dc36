package dev.tidings.samples.demo.chaos;

import dev.tidings.publisher.EventPublisher;
import dev.tidings.samples.demo.users.User;
import java.util.Optional;
import java.util.function.LongFunction;

/** What stands between the services: nothing, or chaos. Here everything goes as it should. */
public interface Conditions extends AutoCloseable {

    /** The way of a service to its broker: a host and a port. */
    record Endpoint(String host, int port) {}

    /** Nothing goes wrong. */
    static Conditions calm() {
        return new Conditions() {};
    }

    /** Where this service finds the broker. */
    default Endpoint way(String service, Endpoint broker) {
        return broker;
    }

    /** What the user service publishes with. */
    default EventPublisher between(EventPublisher publisher) {
        return publisher;
    }

    /** What the user service answers. */
    default LongFunction<Optional<User>> answers(LongFunction<Optional<User>> truth) {
        return truth;
    }

    /** The changes begin. */
    default void begin() {}

    /** All changes have arrived, and the check is next. */
    default void end() {}

    /** What it has done, a line for each; nothing if all is calm. */
    default java.util.List<String> deeds() {
        return java.util.List.of();
    }

    @Override
    default void close() {}
}

package dev.tidings.samples.demo.chaos;

import dev.tidings.publisher.EventPublisher;
import dev.tidings.samples.demo.users.Users;
import java.util.List;

/** What stands between the services: nothing, or chaos. Here everything goes as it should. */
public interface Conditions extends AutoCloseable {

    /** Nothing goes wrong. */
    static Conditions calm() {
        return new Conditions() {};
    }

    /** The URI by which this service connects to the broker at that one. */
    default String way(String service, String broker) {
        return broker;
    }

    /** What the user service publishes with. */
    default EventPublisher between(EventPublisher publisher) {
        return publisher;
    }

    /** What the user service answers with. */
    default Users answers(Users truth) {
        return truth;
    }

    /** The changes begin. */
    default void begin() {}

    /** All changes have arrived, and the check is next. */
    default void end() {}

    /** What it has done, a line for each; nothing if all is calm. */
    default List<String> deeds() {
        return List.of();
    }

    @Override
    default void close() {}
}

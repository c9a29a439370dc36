package dev.tidings.testkit.broker;

import java.util.Set;

/** A broker that the tests of this JVM use. */
interface TestBroker {
    /** Which one it is, for a log line: never a password. */
    String description();

    /** Makes room for a test class: a virtual host of that name where the broker is ours, else what everybody has. */
    String open(String room);

    /** Takes the room away, and those queues and exchanges where the room is shared with others. */
    void close(String room, Set<String> names);
}

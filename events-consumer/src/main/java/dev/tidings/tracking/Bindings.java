package dev.tidings.tracking;

import dev.tidings.consumer.ConsumerGroup;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who listens to what. Either from {@linkplain #of the groups in this code base}, or from {@linkplain RabbitMqBindings what is bound at
 * the broker}, or your own.
 */
@FunctionalInterface
public interface Bindings {

    /** Somebody who listens. */
    interface Listener {
        /** A queue's name, which is its group's, or that of an exchange that is bound to another. */
        String name();

        /** Whether what is published so reaches it. */
        boolean hears(String exchange, String routingKey);
    }

    /** All who listen now. May ask over the network, and throws what says why that failed. */
    List<Listener> listeners();

    /** What these groups handle, whether they run or not. */
    static Bindings of(ConsumerGroup.Spec... groups) {
        List<Listener> listeners =
                Stream.of(groups).<Listener>map(Described::new).toList();
        return () -> listeners;
    }

    /** Without those of these names: shadows, archives, and others who take everything and act on nothing. */
    default Bindings except(String... names) {
        Set<String> left = Set.of(names);
        return () -> listeners().stream()
                .filter(listener -> !left.contains(listener.name()))
                .toList();
    }
}

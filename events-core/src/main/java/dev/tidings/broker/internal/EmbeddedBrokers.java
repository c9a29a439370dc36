package dev.tidings.broker.internal;

import java.util.ServiceLoader;

/** Starts a broker in this process for an {@code embedded:} URI. Found as a service, so that nothing here depends on it. */
public interface EmbeddedBrokers {

    /**
     * Starts one.
     *
     * @param location the directory where it keeps its queues, or "" for in memory
     */
    Started start(String location);

    /** A broker in this process; closing it stops it. */
    interface Started extends AutoCloseable {
        /** Where it listens. */
        String uri();

        @Override
        void close();
    }

    /** Starts one with the module that is on the class path. */
    static Started startAt(String location) {
        return ServiceLoader.load(EmbeddedBrokers.class)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'embedded:" + location
                        + "' needs the module embedded-broker on the class path: add dev.tidings:embedded-broker"))
                .start(location);
    }
}

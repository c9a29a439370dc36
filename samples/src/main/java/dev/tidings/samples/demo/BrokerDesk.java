package dev.tidings.samples.demo;

import dev.tidings.samples.demo.stage.QueueDesk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;

/**
 * The queues of a run.
 *
 * @param desk past all chaos
 */
record BrokerDesk(QueueDesk desk, Names names) implements AutoCloseable {

    /** Connects. Deletes what has these names when it is closed. */
    static BrokerDesk at(String uri, Names names) throws IOException, TimeoutException {
        return new BrokerDesk(QueueDesk.at(uri), names);
    }

    /** How many events wait, in a queue or for their next attempt; those in a service's hands are not among them. */
    long waiting() throws IOException {
        long waiting = 0;
        for (String service : Names.CONSUMERS) {
            waiting += desk.count(names.waiting(service));
        }
        return waiting;
    }

    /** How many events each service has given up. */
    Map<String, Long> deadLetters() throws IOException {
        Map<String, Long> dead = new TreeMap<>();
        for (String service : Names.CONSUMERS) {
            dead.put(service, desk.count(List.of(names.dead(service))));
        }
        return dead;
    }

    /** Deletes all queues and the exchange of the run. */
    @Override
    public void close() throws IOException {
        try (desk) {
            List<String> queues = new ArrayList<>();
            Names.CONSUMERS.forEach(service -> queues.addAll(names.queues(service)));
            desk.delete(queues, names.exchange());
        }
    }
}

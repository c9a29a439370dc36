package dev.tidings.samples.migration.story;

import dev.tidings.samples.demo.stage.QueueDesk;
import dev.tidings.samples.migration.billing.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** The queues of a run, which are deleted at its end. */
record Queues(QueueDesk desk, Place place, List<String> rewrites) implements AutoCloseable {
    private static final List<String> WAITING = List.of(".retry.200ms", ".retry.1s", ".retry.5s", "", ".alone");

    static Queues at(Place place, List<String> rewrites) throws IOException, TimeoutException {
        return new Queues(QueueDesk.at(place.broker()), place, rewrites);
    }

    /** How many events the mirror has not got yet. */
    long toBeCopied() throws IOException {
        return desk.count(waiting(place.copying()));
    }

    /** How many events were given up. */
    long dead() throws IOException {
        List<String> dead = new ArrayList<>(List.of(place.copying() + ".dead"));
        billing().forEach(group -> dead.add(group + ".dead"));
        return desk.count(dead);
    }

    private List<String> billing() {
        List<String> groups = new ArrayList<>(List.of(place.group()));
        rewrites.forEach(next -> groups.add(place.group(next)));
        return groups;
    }

    private static List<String> waiting(String group) {
        return WAITING.stream().map(end -> group + end).toList();
    }

    @Override
    public void close() throws IOException {
        try (desk) {
            List<String> queues = new ArrayList<>();
            List<String> groups = new ArrayList<>(billing());
            groups.add(place.copying());
            groups.forEach(group -> queues.addAll(waiting(group)));
            groups.forEach(group -> queues.add(group + ".dead"));
            rewrites.forEach(next -> {
                String shadow = place.group() + ".shadow." + next;
                queues.addAll(List.of(shadow, shadow + ".alone", shadow + ".dropped"));
            });
            desk.delete(queues, place.exchange());
        }
    }
}

package dev.tidings.samples.migration.story;

import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.samples.migration.billing.NewBilling;
import dev.tidings.samples.migration.billing.OldBilling;
import dev.tidings.samples.migration.billing.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The services that bill, as processes. None is left when it is closed. */
final class Cast implements AutoCloseable {
    private static final String PLANTED = "--planted";

    private final Actor old = new Actor(OldBilling.SIDE, OldBilling.class);
    private final Actor next = new Actor(NewBilling.SIDE, NewBilling.class);
    private final Path directory;

    /** @param directory for their logs */
    Cast(Path directory) {
        this.directory = directory;
    }

    Actor old() {
        return old;
    }

    Actor next() {
        return next;
    }

    /** Starts the old one, whose outcomes are to be compared with this rewrite's. */
    void startOld(Place place, String rewrite) throws IOException {
        start(old, place, List.of(rewrite));
    }

    void startPlanted(Place place, String rewrite) throws IOException {
        start(next, place, List.of(rewrite, PLANTED));
    }

    void startFixed(Place place, String rewrite) throws IOException {
        start(next, place, List.of(rewrite, NewBilling.FIXED));
    }

    private void start(Actor actor, Place place, List<String> more) throws IOException {
        String log = directory.resolve(actor.name() + ".log").toString();
        List<String> words = new ArrayList<>(place.words());
        words.addAll(Stream.concat(more.stream(), Stream.of(log)).toList());
        actor.start(words);
    }

    /** Has them end as they should. */
    void end() throws IOException {
        old.end();
        next.end();
    }

    /** How many deliveries were recognised, and not handled again. */
    long duplicates() {
        return Stream.of(old, next)
                .mapToLong(actor -> actor.count(actor.name(), Verdict.DUPLICATE))
                .sum();
    }

    @Override
    public void close() {
        old.close();
        next.close();
    }
}

package dev.tidings.samples.demo.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How far a run is. Written by the run, read by a screen while it goes on. */
public final class Progress {
    private final Ledger ledger;
    private volatile String phase = "finding the broker";
    private volatile String asking = "";
    private volatile LongSupplier callbacks = () -> 0;
    private volatile Supplier<List<String>> deeds = List::of;
    private volatile LongSupplier nanos = () -> 0;

    /** That of a run with this ledger. */
    public Progress(Ledger ledger) {
        this.ledger = ledger;
    }

    /** It goes on to something else, in words. */
    public void phase(String words) {
        phase = words;
    }

    /** This service asks back, and something may go wrong. */
    public void watch(String service, LongSupplier callbacksSoFar, Supplier<List<String>> deedsSoFar) {
        asking = service;
        callbacks = callbacksSoFar;
        deeds = deedsSoFar;
    }

    /** The clock goes. */
    public void begin() {
        long start = System.nanoTime();
        nanos = () -> System.nanoTime() - start;
    }

    /** The clock stands. */
    public void end() {
        long took = nanos.getAsLong();
        nanos = () -> took;
    }

    /** Since the first change, until all was quiet. */
    public Duration took() {
        return Duration.ofNanos(nanos.getAsLong());
    }

    /** The same in seconds. */
    public double seconds() {
        return took().toMillis() / 1000.0;
    }

    /** What is going on, in words. */
    public String phase() {
        return phase;
    }

    /** How many events there will be. */
    public int expected() {
        return ledger.expected();
    }

    /** How many events the broker has confirmed. */
    public int published() {
        return ledger.published().size();
    }

    /** How many events have reached every service that wants them. */
    public int settled() {
        return ledger.settled();
    }

    /** The services that listen. */
    public Map<String, Tally> tallies() {
        return ledger.tallies();
    }

    /** How many requests this service has sent to the owner, if it asks. */
    public OptionalLong callbacks(String service) {
        return service.equals(asking) ? OptionalLong.of(callbacks.getAsLong()) : OptionalLong.empty();
    }

    /** What chaos has done, in a line or two; nothing if all is calm. */
    public List<String> deeds() {
        return deeds.get();
    }
}

package dev.tidings.samples.demo;

import dev.tidings.samples.demo.check.Ledger;
import dev.tidings.samples.demo.check.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How far a run is. Read by a screen while the run goes on. */
public final class Progress {
    private final Ledger ledger;
    private volatile String phase = "starting";
    private volatile LongSupplier callbacks = () -> 0;
    private volatile Supplier<List<String>> deeds = List::of;
    private volatile long began;

    Progress(Ledger ledger) {
        this.ledger = ledger;
    }

    void phase(String words) {
        phase = words;
    }

    void watch(LongSupplier callbacksSoFar, Supplier<List<String>> chaosSoFar) {
        callbacks = callbacksSoFar;
        deeds = chaosSoFar;
    }

    void begin() {
        began = System.nanoTime();
    }

    Ledger ledger() {
        return ledger;
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

    /** The services. */
    public Map<String, Tally> tallies() {
        return ledger.tallies();
    }

    /** How often the owner was asked. */
    public long callbacks() {
        return callbacks.getAsLong();
    }

    /** What chaos has done. */
    public List<String> deeds() {
        return deeds.get();
    }

    /** Since the first change. */
    public Duration elapsed() {
        return began == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - began);
    }
}

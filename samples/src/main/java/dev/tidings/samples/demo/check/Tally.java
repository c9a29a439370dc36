package dev.tidings.samples.demo.check;

import dev.tidings.consumer.Handled;
import dev.tidings.events.DomainEvent;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What became of the deliveries to one service: an observer of its consumer group. */
public final class Tally implements Consumer<Handled> {
    private final Predicate<String> wanted;
    private final Map<Handled.Verdict, AtomicLong> counts = new ConcurrentHashMap<>();
    private final Set<String> done = ConcurrentHashMap.newKeySet();

    /**
     * An empty one.
     *
     * @param wanted the routing keys of the events that the service must get
     */
    public Tally(Predicate<String> wanted) {
        this.wanted = wanted;
    }

    @Override
    public void accept(Handled handled) {
        if (handled.verdict() == Handled.Verdict.DONE) {
            handled.event().map(DomainEvent::eventId).ifPresent(done::add);
        }
        counts.computeIfAbsent(handled.verdict(), verdict -> new AtomicLong()).incrementAndGet();
    }

    /** How many deliveries ended so. */
    public long of(Handled.Verdict verdict) {
        return counts.getOrDefault(verdict, new AtomicLong()).get();
    }

    /** How many deliveries there were. */
    public long received() {
        return counts.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** How many events are done, each counted once. */
    public int done() {
        return done.size();
    }

    boolean misses(String eventId, String routingKey) {
        return wanted.test(routingKey) && !done.contains(eventId);
    }
}

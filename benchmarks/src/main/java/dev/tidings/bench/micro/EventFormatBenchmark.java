package dev.tidings.bench.micro;

import dev.tidings.bench.Site;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.EventFormat;
import dev.tidings.events.RawMessage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** An event with a version and a body of 100 bytes: from event to message, and back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EventFormatBenchmark {
    private final DomainEvent event = Site.event(42).version(7).from("shop");
    private final RawMessage message = EventFormat.standard().write(event, "users");

    /** Makes an event, with a new id. */
    @Benchmark
    public DomainEvent make() {
        return DomainEvent.of(Site.TYPE, "user_id", 42);
    }

    /** From event to properties, headers and bytes. */
    @Benchmark
    public RawMessage write() {
        return EventFormat.standard().write(event, "users");
    }

    /** From properties, headers and bytes to event. */
    @Benchmark
    public DomainEvent read() {
        return EventFormat.standard().read(message);
    }
}

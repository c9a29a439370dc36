package dev.tidings.consumer;

import dev.tidings.broker.internal.Delivery;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.EventFormat;
import dev.tidings.events.RawMessage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** An event is put into the buffer of a group, taken by a worker, and done. Stands here because the buffer is not public. */
@NullMarked
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BufferBenchmark {
    private static final int EVENTS = 100;
    private static final int WORKERS = 8;

    private final Buffer buffer = new Buffer(WORKERS);
    private final List<Arrival> ofOneEntity = arrivals(1);
    private final List<Arrival> ofMany = arrivals(EVENTS);

    /** A hundred events of a hundred entities. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int manyEntities() {
        return through(ofMany);
    }

    /** A hundred events of one entity, which keep their order. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int oneEntity() {
        return through(ofOneEntity);
    }

    private int through(List<Arrival> arrivals) {
        for (Arrival arrival : arrivals) {
            if (buffer.add(arrival) && buffer.startsWorker()) {
                buffer.endsWorker();
            }
        }
        List<Arrival> batch = buffer.take(EVENTS);
        buffer.done(batch);
        return batch.size();
    }

    private static List<Arrival> arrivals(int entities) {
        AckWindow window = new AckWindow(new NoChannel(), EVENTS, EVENTS, unused -> {});
        return IntStream.range(0, EVENTS)
                .mapToObj(i -> arrival(i % entities, i + 1, window))
                .toList();
    }

    private static Arrival arrival(long entity, long tag, AckWindow window) {
        DomainEvent event = DomainEvent.of("profile.updated", "user_id", entity);
        RawMessage message = EventFormat.standard().write(event, "users");
        Call call = new Call.Each(unused -> {});
        Lane lane = Lane.usual("bench", 0);
        return new Arrival(
                message, Optional.of(event), Optional.empty(), Optional.of(call), 1, 0, 0, 0, 0, lane, tag, window);
    }

    /** Nothing is settled here. */
    private record NoChannel() implements Delivery.Epoch {
        @Override
        public void acknowledge(long tag) {}

        @Override
        public void acknowledgeUpTo(long tag) {}

        @Override
        public void giveBack(long tag) {}

        @Override
        public boolean isOpen() {
            return true;
        }
    }
}

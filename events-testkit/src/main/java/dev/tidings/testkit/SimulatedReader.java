package dev.tidings.testkit;

import dev.tidings.broker.internal.Delivery;
import dev.tidings.broker.internal.QueueReader;
import dev.tidings.testkit.SimulatedQueue.Stored;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a simulated queue. */
final class SimulatedReader implements QueueReader, Delivery.Epoch {
    private final Stage stage;
    private final SimulatedQueue queue;
    private final NavigableMap<Long, Stored> open = new TreeMap<>();
    private long tags;

    SimulatedReader(Stage stage, SimulatedQueue queue) {
        this.stage = stage;
        this.queue = queue;
    }

    @Override
    public long depth() {
        return queue.size();
    }

    @Override
    public Optional<Delivery> next() {
        return queue.poll().map(message -> {
            open.put(++tags, message);
            return new Delivery(message.message(), tags, this, 0);
        });
    }

    @Override
    public void acknowledge(long tag) {
        checkOpen(tag);
        open.remove(tag);
    }

    @Override
    public void acknowledgeUpTo(long tag) {
        checkOpen(tag);
        open.headMap(tag, true).clear();
    }

    @Override
    public void giveBack(long tag) {
        checkOpen(tag);
        Optional.ofNullable(open.remove(tag)).ifPresent(queue::putBack);
    }

    private void checkOpen(long tag) {
        if (!open.containsKey(tag)) {
            throw stage.failed(
                    "message " + tag + " that was read is not open any more; a broker would close the channel");
        }
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        stage.act(() -> {
            open.values().forEach(queue::putBack);
            open.clear();
        });
    }
}

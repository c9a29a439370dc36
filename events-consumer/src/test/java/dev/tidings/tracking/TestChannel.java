package dev.tidings.tracking;

import dev.tidings.broker.internal.Delivery;
import dev.tidings.events.MessageProperties;
import dev.tidings.events.RawMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A channel that ends when it is told to, and remembers what was acknowledged. */
final class TestChannel implements Delivery.Epoch {
    private static final MessageProperties NONE = new MessageProperties(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    final List<Long> acknowledged = new CopyOnWriteArrayList<>();
    private long tags;
    private volatile boolean ended;

    Delivery next(String exchange, String routingKey) {
        return new Delivery(new RawMessage(exchange, routingKey, NONE, Map.of(), new byte[0]), ++tags, this, 0);
    }

    void end() {
        ended = true;
    }

    @Override
    public void acknowledge(long tag) {
        throw new UnsupportedOperationException("a tracker acknowledges many at once");
    }

    @Override
    public void acknowledgeUpTo(long tag) {
        acknowledged.add(tag);
    }

    @Override
    public void giveBack(long tag) {
        throw new UnsupportedOperationException("a tracker gives nothing back");
    }

    @Override
    public boolean isOpen() {
        return !ended;
    }
}

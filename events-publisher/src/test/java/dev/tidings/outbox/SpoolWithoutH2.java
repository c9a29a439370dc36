package dev.tidings.outbox;

import dev.tidings.broker.Broker;
import dev.tidings.events.TidingsException;
import dev.tidings.publisher.EventPublisher;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Opens a spool, and gives the words of its failure. */
public final class SpoolWithoutH2 implements UnaryOperator<String> {
    @Override
    public String apply(String directory) {
        EventSpool.Spec spec = EventPublisher.to("users").spool(Path.of(directory));
        try (Broker broker = Broker.connect("amqp://localhost:1");
                EventSpool spool = spec.open(broker)) {
            return spool.health().words();
        } catch (TidingsException e) {
            return String.valueOf(e.getMessage());
        }
    }
}

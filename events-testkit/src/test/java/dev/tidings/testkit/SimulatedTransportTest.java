package dev.tidings.testkit;

import dev.tidings.broker.Broker;
import java.time.Duration;

class SimulatedTransportTest extends TransportPromises {
    private final SimulatedBroker broker = SimulatedBroker.create();

    @Override
    String name(String word) {
        return word;
    }

    @Override
    Broker connect() {
        return broker;
    }

    @Override
    void pass(Duration time) {
        broker.advance(time);
    }
}

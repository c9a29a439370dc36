package dev.tidings.tracking;

import dev.tidings.consumer.ConsumerGroup;

/** A group as its own service describes it. */
record Described(ConsumerGroup.Spec group) implements Bindings.Listener {
    @Override
    public String name() {
        return group.name();
    }

    @Override
    public boolean hears(String exchange, String routingKey) {
        return group.takes(exchange, routingKey);
    }
}

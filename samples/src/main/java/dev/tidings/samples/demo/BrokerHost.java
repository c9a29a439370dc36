package dev.tidings.samples.demo;

/** The broker of a run: somebody's, or one in this process that ends with the run. */
interface BrokerHost extends AutoCloseable {

    static BrokerHost at(String uri) {
        AmqpUri there = AmqpUri.of(uri);
        return () -> there;
    }

    AmqpUri uri();

    @Override
    default void close() {}
}

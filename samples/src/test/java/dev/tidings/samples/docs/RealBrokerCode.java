package dev.tidings.samples.docs;

import dev.tidings.testkit.broker.RabbitMq;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page on testing, where it needs a broker. */
abstract class RealBrokerCode {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();
}

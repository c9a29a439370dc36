package dev.tidings.migration.baton;

import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.process.DatabaseServer;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a RabbitMQ. */
abstract class OnRabbitMq extends MovedGroups {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    OnRabbitMq(DatabaseServer server) {
        super(server);
    }

    @Override
    String uri() {
        return rabbit.uri();
    }

    @Override
    String name(String word) {
        return name(rabbit, word);
    }

    /** A name for an exchange and the queues of two sides. */
    static String name(RabbitMq rabbit, String word) {
        String name = rabbit.name(word);
        for (String queue : List.of(name, name + ".v2")) {
            rabbit.alsoDelete(queue, queue + ".dead", queue + ".alone", queue + ".retry.100ms");
        }
        return name;
    }
}

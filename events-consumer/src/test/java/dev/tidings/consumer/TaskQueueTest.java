package dev.tidings.consumer;

import dev.tidings.testkit.broker.RabbitMq;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
class TaskQueueTest extends TaskQueuePromises {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    @Override
    String uri() {
        return rabbit.uri();
    }

    @Override
    String freshName() {
        String name = rabbit.name("pictures-" + UUID.randomUUID().toString().substring(0, 8));
        List<String> more = new ArrayList<>();
        more.add("tidings.delay");
        for (int step = 0; step <= 20; step++) {
            more.add("tidings.delay." + (1 << step) + "s");
            more.add("tidings.delay.below." + (1 << step) + "s");
        }
        List.of("low", "high", "alone", "dead", "retry.100ms").forEach(word -> more.add(name + "." + word));
        rabbit.alsoDelete(more.toArray(String[]::new));
        return name;
    }
}

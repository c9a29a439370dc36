package dev.tidings.consumer;

import dev.tidings.embedded.EmbeddedBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class EmbeddedTaskQueueTest extends TaskQueuePromises {
    private static EmbeddedBroker embedded;
    private static int tests;

    @BeforeAll
    static void start() {
        embedded = EmbeddedBroker.start();
    }

    @AfterAll
    static void stop() {
        embedded.close();
    }

    @Override
    String uri() {
        return embedded.uri();
    }

    @Override
    String freshName() {
        return "pictures-" + ++tests;
    }
}

package dev.tidings.migration.baton;

import dev.tidings.embedded.EmbeddedBroker;
import dev.tidings.migration.MigrationDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On the embedded broker, and on H2. */
class EmbeddedMovedGroupsTest extends MovedGroups {
    private static EmbeddedBroker embedded;

    EmbeddedMovedGroupsTest() {
        super(MigrationDatabase.h2());
    }

    @BeforeAll
    static void startBroker() {
        embedded = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        embedded.close();
    }

    @Override
    String uri() {
        return embedded.uri();
    }

    @Override
    String name(String word) {
        return word;
    }
}

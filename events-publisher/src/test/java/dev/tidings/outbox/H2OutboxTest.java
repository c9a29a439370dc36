package dev.tidings.outbox;

import org.junit.jupiter.api.Tag;

/** The suite on H2. */
@Tag("slow")
class H2OutboxTest extends OutboxSuite {
    @Override
    public TestDatabase openDatabase() {
        return TestDatabase.h2();
    }
}

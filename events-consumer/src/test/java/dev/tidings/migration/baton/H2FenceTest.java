package dev.tidings.migration.baton;

import dev.tidings.migration.MigrationDatabase;

class H2FenceTest extends FencePromises {
    H2FenceTest() {
        super(
                new BatonDatabase(MigrationDatabase.h2()),
                "select count(*) from information_schema.sessions where blocker_id is not null",
                false);
    }
}

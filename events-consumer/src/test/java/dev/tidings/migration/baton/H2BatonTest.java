package dev.tidings.migration.baton;

import dev.tidings.migration.MigrationDatabase;

class H2BatonTest extends BatonPromises {
    H2BatonTest() {
        super(new BatonDatabase(MigrationDatabase.h2()));
    }
}

package dev.tidings.migration.baton;

import dev.tidings.testkit.process.DatabaseServer;

class PostgreSqlBatonTest extends BatonPromises {
    PostgreSqlBatonTest() {
        super(new BatonDatabase(DatabaseServer.postgresql()));
    }
}

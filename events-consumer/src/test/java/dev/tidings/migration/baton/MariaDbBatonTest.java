package dev.tidings.migration.baton;

import dev.tidings.testkit.process.DatabaseServer;

class MariaDbBatonTest extends BatonPromises {
    MariaDbBatonTest() {
        super(new BatonDatabase(DatabaseServer.mariadb()));
    }
}

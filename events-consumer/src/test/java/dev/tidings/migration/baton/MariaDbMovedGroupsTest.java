package dev.tidings.migration.baton;

import dev.tidings.testkit.process.DatabaseServer;

class MariaDbMovedGroupsTest extends OnRabbitMq {
    MariaDbMovedGroupsTest() {
        super(DatabaseServer.mariadb());
    }
}

package dev.tidings.migration.baton;

import dev.tidings.testkit.process.DatabaseServer;

class MariaDbFenceTest extends FencePromises {
    MariaDbFenceTest() {
        super(
                new BatonDatabase(DatabaseServer.mariadb()),
                "select count(*) from information_schema.innodb_trx where trx_state = 'LOCK WAIT' and trx_query like '%TABLE %'",
                true);
    }
}

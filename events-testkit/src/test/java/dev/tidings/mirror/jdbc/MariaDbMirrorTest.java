package dev.tidings.mirror.jdbc;

import dev.tidings.testkit.process.DatabaseServer;

class MariaDbMirrorTest extends JdbcMirrorContract {
    MariaDbMirrorTest() {
        super(DatabaseServer.mariadb().pool(10));
    }

    @Override
    JdbcMirror<Profile> keyed(JdbcMirror<Profile> mirror) {
        return mirror.keyedBy("id");
    }
}

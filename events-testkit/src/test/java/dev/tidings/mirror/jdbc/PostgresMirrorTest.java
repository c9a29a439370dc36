package dev.tidings.mirror.jdbc;

import dev.tidings.testkit.process.DatabaseServer;

class PostgresMirrorTest extends JdbcMirrorContract {
    PostgresMirrorTest() {
        super(DatabaseServer.postgresql().pool(10));
    }

    @Override
    JdbcMirror<Profile> keyed(JdbcMirror<Profile> mirror) {
        return mirror.keyedBy("id");
    }
}

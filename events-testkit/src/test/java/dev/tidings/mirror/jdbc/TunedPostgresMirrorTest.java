package dev.tidings.mirror.jdbc;

import dev.tidings.owner.EntityKey;
import dev.tidings.testkit.process.DatabaseServer;
import java.util.Map;

/** With two keys, and with settings under which the driver counts less. */
class TunedPostgresMirrorTest extends JdbcMirrorContract {
    TunedPostgresMirrorTest() {
        super(DatabaseServer.postgresql().pool(10, config -> {
            config.setAutoCommit(false);
            config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
            config.addDataSourceProperty("reWriteBatchedInserts", "true");
        }));
    }

    @Override
    JdbcMirror<Profile> keyed(JdbcMirror<Profile> mirror) {
        return mirror.keyedBy("shop").keyedByNumber("id");
    }

    @Override
    protected EntityKey entity(long number) {
        return new EntityKey(Map.of("shop", "shop-" + number % 3, "id", String.valueOf(number)));
    }
}

package dev.tidings.mirror.jdbc;

import dev.tidings.owner.EntityKey;
import dev.tidings.testkit.process.DatabaseServer;
import java.util.Map;
import java.util.UUID;

class H2MirrorTest extends JdbcMirrorContract {
    H2MirrorTest() {
        super(new DatabaseServer("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa").pool(10));
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

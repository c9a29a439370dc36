package dev.tidings.migration.baton;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.consumer.UnavailableException;
import dev.tidings.testkit.process.DatabaseServer;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgreSqlFenceTest extends FencePromises {
    PostgreSqlFenceTest() {
        super(
                new BatonDatabase(DatabaseServer.postgresql()),
                "select count(*) from pg_locks where locktype = 'advisory' and mode = 'ExclusiveLock' and not granted",
                true);
    }

    @Test
    void a_transaction_that_would_see_the_baton_as_it_was_is_refused() throws Exception {
        try (BatonDatabase database = new BatonDatabase(DatabaseServer.postgresql())) {
            database.baton().createTables().start("v2");
            View view = new View(database.place(), BatonDatabase.GROUP);
            try (Connection connection = database.pool().getConnection()) {
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                connection.setAutoCommit(false);
                assertThatThrownBy(() -> view.hold(connection, List.of()))
                        .isInstanceOf(UnavailableException.class)
                        .hasMessageContaining("is repeatable read")
                        .hasMessageContaining("make it read committed");
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }
}

package dev.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.testkit.broker.RabbitMq;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Business transactions that take long, or come to nothing. {@code -Dtidings.transactions=1000} for the long form. */
class TransactionsTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final Duration HELD = Duration.ofSeconds(1);
    private static final int TRANSACTIONS = Integer.getInteger("tidings.transactions", 300);

    private final long seed = Long.getLong("tidings.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @Test
    void what_was_stored_before_others_and_commits_after_them_is_not_skipped() throws Exception {
        String exchange = rabbit.name("outbox-held");
        try (TestDatabase database = TestDatabase.postgresql();
                Ledger ledger = new Ledger(rabbit.uri(), exchange, database);
                Broker broker = Broker.connect(rabbit.uri()).awaitConnected(Duration.ofSeconds(20));
                Relay relay = ledger.outbox().relay(broker).start();
                Connection held = database.dataSource().getConnection()) {
            held.setAutoCommit(false);
            Ledger.write(held, ledger.outbox(), database.table(), Ledger.event(1));
            long until = System.nanoTime() + HELD.toNanos();
            while (System.nanoTime() < until) {
                ledger.commit(50);
            }
            int others = ledger.committed().size();
            await().atMost(Duration.ofSeconds(20)).until(() -> ledger.arrived() == others);
            held.commit();
            Ledger.Figures figures = ledger.settle("19", 1, System.nanoTime());
            assertThat(relay.health().words()).contains("16 of 16");
            assertThat(figures).isEqualTo(new Ledger.Figures(others + 1, 0, 0, 0));
        }
    }

    @Test
    void what_is_rolled_back_or_fails_at_its_commit_is_never_sent() throws Exception {
        System.out.println("TransactionsTest: tidings.seed=" + seed);
        String exchange = rabbit.name("outbox-rolled-back");
        try (TestDatabase database = TestDatabase.postgresql();
                Ledger ledger = new Ledger(rabbit.uri(), exchange, database);
                Broker broker = Broker.connect(rabbit.uri()).awaitConnected(Duration.ofSeconds(20));
                Relay relay = ledger.outbox().relay(broker).start()) {
            // Checked at the commit only.
            database.run("alter table TABLE_business add must_exist varchar(36)"
                    + " references TABLE_business (event_id) deferrable initially deferred");
            int failed = 0;
            for (int i = 0; i < TRANSACTIONS; i++) {
                failed += committed(ledger, database, i) ? 0 : 1;
            }
            Ledger.Figures figures = ledger.settle("20", failed, System.nanoTime());
            assertThat(relay.health().words()).contains("16 of 16");
            assertThat(figures).isEqualTo(new Ledger.Figures(TRANSACTIONS - failed, 0, 0, 0));
            assertThat(failed).isBetween(TRANSACTIONS / 4, TRANSACTIONS * 3 / 4);
        }
    }

    private boolean committed(Ledger ledger, TestDatabase database, int entity) throws SQLException {
        try (Connection transaction = database.dataSource().getConnection()) {
            transaction.setAutoCommit(false);
            Ledger.write(transaction, ledger.outbox(), database.table(), Ledger.event(entity));
            int fate = random.nextInt(4);
            if (fate == 0) {
                transaction.rollback();
                return false;
            }
            if (fate == 1) {
                Sql.update(
                        transaction,
                        "update " + database.table()
                                + "_business set must_exist = 'nothing' where event_id = (select max(event_id) from "
                                + database.table() + "_business)");
            }
            transaction.commit();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }
}

package dev.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.events.TidingsException;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.proxy.Direction;
import dev.tidings.testkit.proxy.Ending;
import dev.tidings.testkit.proxy.FaultyProxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The connection to the database ends after any byte, so that nobody knows what was committed. */
class CutDatabaseTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    /** Every byte with {@code -Dtidings.step=1}. */
    private static final int STEP = Integer.getInteger("tidings.step", 17);

    @Test
    void an_event_is_sent_if_and_only_if_its_transaction_was_committed_wherever_it_was_cut() throws Exception {
        String exchange = rabbit.name("outbox-cut-commit");
        try (TestDatabase database = TestDatabase.postgresql();
                FaultyProxy proxy = FaultyProxy.inFrontOf(database.url());
                Ledger ledger = new Ledger(rabbit.uri(), exchange, database);
                Broker broker = Broker.connect(rabbit.uri()).awaitConnected(Duration.ofSeconds(20));
                Relay relay = ledger.outbox().relay(broker).start()) {
            int cuts = 0;
            int told = 0;
            for (Direction direction : Direction.values()) {
                boolean reached = true;
                for (int bytes = 1; reached; bytes += STEP) {
                    reached = !committedThrough(proxy, direction, bytes, ledger, database);
                    cuts += reached ? 1 : 0;
                    told += reached ? 0 : 1;
                }
            }
            Ledger.Figures figures = ledger.settle("22 business", cuts, System.nanoTime());
            assertThat(relay.health().words()).contains("16 of 16");
            assertThat(figures).isEqualTo(new Ledger.Figures(figures.committed(), 0, 0, 0));
            // Some of those who were told nothing were committed, and some were not.
            assertThat(figures.committed()).isBetween(told + 1, told + cuts - 1);
        }
    }

    /** Whether the commit was told to have succeeded, though the connection was to be cut. */
    private static boolean committedThrough(
            FaultyProxy proxy, Direction direction, int bytes, Ledger ledger, TestDatabase database) throws Exception {
        try (Connection transaction = DriverManager.getConnection(proxy.through(database.url()), database.user(), "")) {
            transaction.setAutoCommit(false);
            proxy.cutAfter(direction, bytes, Ending.RST);
            Ledger.write(transaction, ledger.outbox(), database.table(), Ledger.event(bytes));
            transaction.commit();
            return true;
        } catch (SQLException | TidingsException e) {
            return false;
        } finally {
            proxy.heal();
        }
    }

    @Test
    void a_relay_whose_connection_is_cut_anywhere_marks_what_it_has_sent_and_sends_the_rest() throws Exception {
        String exchange = rabbit.name("outbox-cut-mark");
        try (TestDatabase database = TestDatabase.postgresql();
                FaultyProxy proxy = FaultyProxy.inFrontOf(database.url());
                TestDatabase cut = TestDatabase.alone(proxy.through(database.url()), database.user());
                Ledger ledger = new Ledger(rabbit.uri(), exchange, database);
                Broker broker = Broker.connect(rabbit.uri()).awaitConnected(Duration.ofSeconds(20));
                Relay relay = Ledger.outbox(cut.dataSource(), database.table(), exchange)
                        .relay(broker)) {
            int cuts = 0;
            for (Direction direction : Direction.values()) {
                boolean reached = true;
                for (int bytes = 1; reached; bytes += STEP * 4) {
                    ledger.commit(5);
                    await().until(() -> cut.number("select 1") == 1);
                    proxy.cutAfter(direction, bytes, Ending.RST);
                    reached = flushAll(relay, database, proxy);
                    proxy.heal();
                    cuts += reached ? 1 : 0;
                }
            }
            Ledger.Figures figures = ledger.settle("22 relay", cuts, System.nanoTime());
            assertThat(cuts).isGreaterThan(10);
            assertThat(figures).isEqualTo(new Ledger.Figures(figures.committed(), 0, 0, 0));
        }
    }

    /** Flushes until nothing is pending; whether the database failed meanwhile. */
    private static boolean flushAll(Relay relay, TestDatabase database, FaultyProxy proxy) throws Exception {
        boolean failed = false;
        while (database.number("select count(*) from TABLE where state = 0") > 0) {
            try {
                relay.flush();
            } catch (TidingsException e) {
                failed = true;
                proxy.heal();
            }
        }
        return failed;
    }
}

package dev.tidings.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.process.ChildJvm;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Producers and relays in processes of their own, killed or frozen. {@code -Dtidings.kills=1000} for the long form. */
@Tag("slow")
class KilledRelayTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int PRODUCER_KILLS = Integer.getInteger("tidings.kills", 4);
    private static final int RELAY_KILLS = Integer.getInteger("tidings.relay.kills", 3);
    private static final int FREEZES = Integer.getInteger("tidings.freezes", 2);
    /** What a relay may have published and not marked: what one look at the table takes in. */
    private static final int PAGE = 2_000;

    private final long seed = Long.getLong("tidings.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @Test
    void what_a_killed_service_committed_is_sent_and_what_it_did_not_commit_is_not() throws Exception {
        String exchange = rabbit.name("outbox-killed-producer");
        try (TestDatabase database = TestDatabase.postgresql();
                Ledger ledger = new Ledger(rabbit.uri(), exchange, database);
                Broker broker = Broker.connect(rabbit.uri()).awaitConnected(Duration.ofSeconds(20));
                Relay relay = ledger.outbox().relay(broker).start()) {
            for (int kill = 0; kill < PRODUCER_KILLS; kill++) {
                try (ChildJvm producer = OutboxChild.start("producer", database, exchange, "", kill)) {
                    assertThat(producer.exitCode()).isEqualTo(OutboxChild.HALTED);
                }
            }
            Ledger.Figures figures = ledger.settle("16", PRODUCER_KILLS, System.nanoTime());
            assertThat(figures).isEqualTo(new Ledger.Figures(PRODUCER_KILLS, 0, 0, 0));
            assertThat(relay.health().words()).contains("16 of 16");
        }
    }

    @Test
    void what_a_killed_relay_had_sent_and_not_marked_is_sent_again_with_the_same_id() throws Exception {
        System.out.println("KilledRelayTest: tidings.seed=" + seed);
        String exchange = rabbit.name("outbox-killed-relay");
        try (TestDatabase database = TestDatabase.postgresql();
                Ledger ledger = new Ledger(rabbit.uri(), exchange, database)) {
            for (int kill = 0; kill < RELAY_KILLS; kill++) {
                try (ChildJvm relay = OutboxChild.start(
                        "relay-halting-at-mark", database, exchange, rabbit.uri(), random.nextInt(3))) {
                    // The one before it has not given its leases back, and has left rows behind.
                    while (relay.isAlive()) {
                        ledger.commit(1 + random.nextInt(300));
                    }
                    assertThat(relay.exitCode()).isEqualTo(OutboxChild.HALTED);
                }
            }
            long killed = System.nanoTime();
            try (ChildJvm relay = OutboxChild.start("relay", database, exchange, rabbit.uri(), 0)) {
                assertThat(relay.line()).contains("relay of");
                Ledger.Figures figures = ledger.settle("17", RELAY_KILLS, killed);
                assertThat(figures.lost()).isZero();
                assertThat(figures.ghosts()).isZero();
                assertThat(figures.duplicates()).isBetween(1, PAGE * RELAY_KILLS);
            }
        }
    }

    @Test
    void a_relay_that_is_frozen_beyond_its_lease_loses_nothing_and_neither_does_the_other() throws Exception {
        String exchange = rabbit.name("outbox-frozen-relay");
        try (TestDatabase database = TestDatabase.postgresql();
                Ledger ledger = new Ledger(rabbit.uri(), exchange, database);
                ChildJvm frozen = OutboxChild.start("relay", database, exchange, rabbit.uri(), 0);
                ChildJvm other = OutboxChild.start("relay", database, exchange, rabbit.uri(), 0)) {
            assertThat(frozen.line() + other.line()).contains("relay of");
            await().until(() ->
                    database.number("select count(distinct relay) from TABLE_lease where relay <> ''") == 2);
            int version = 0;
            for (int freeze = 0; freeze < FREEZES; freeze++) {
                version = commit(ledger, version, 20);
                frozen.signal("STOP");
                long takenOver = System.nanoTime() + Duration.ofSeconds(2).toNanos();
                while (System.nanoTime() < takenOver) {
                    version = commit(ledger, version, 1);
                }
                await().atMost(Duration.ofSeconds(20)).until(() -> otherHoldsAll(database));
                frozen.signal("CONT");
                version = commit(ledger, version, 20);
            }
            Ledger.Figures figures = ledger.settle("18", FREEZES, System.nanoTime());
            System.out.println("outbox fault 18: events after a later one of their entity " + ledger.outOfOrder());
            assertThat(figures.lost()).isZero();
            assertThat(figures.ghosts()).isZero();
            assertThat(figures.duplicates()).isLessThanOrEqualTo(PAGE * FREEZES);
        }
    }

    private static boolean otherHoldsAll(TestDatabase database) throws Exception {
        return database.number("select count(distinct relay) from TABLE_lease where ends_at > current_timestamp") == 1
                && database.number("select count(*) from TABLE_lease where ends_at > current_timestamp")
                        == Entity.SLOTS;
    }

    private static int commit(Ledger ledger, int version, int transactions) throws Exception {
        int next = version;
        for (int i = 0; i < transactions; i++) {
            DomainEvent[] events = new DomainEvent[50];
            for (int entity = 0; entity < events.length; entity++) {
                events[entity] = Ledger.event(entity).version(next);
            }
            ledger.commit(events);
            next++;
        }
        return next;
    }
}

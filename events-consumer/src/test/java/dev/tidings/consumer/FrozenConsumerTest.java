package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.broker.Broker;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.process.ChildJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An instance that is frozen for longer than its lease, while another one handles the same events; then it goes on. */
@Timeout(1_200)
class FrozenConsumerTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int FREEZES = Integer.getInteger("tidings.freezes", 1);
    private static final int EVENTS = 12;
    private static final Duration SLOW = Duration.ofMillis(300);

    @Test
    void what_a_frozen_instance_had_in_its_transaction_is_not_committed_after_all() throws Exception {
        try (Ledger ledger = Ledger.open(rabbit, "frozen-transaction")) {
            List<String> said = new ArrayList<>();
            Place place = ledger.place();
            for (int freeze = 0; freeze < FREEZES; freeze++) {
                said.addAll(freezeAndGoOn("transactional", ledger, store -> place.transactional(store, place::write)));
            }
            System.out.println("consumer fault 32 transactional: the frozen one said " + said);
            Ledger.Figures figures = ledger.settle(
                    "32 transactional",
                    FREEZES,
                    System.nanoTime(),
                    place.transactional(place.store(ledger.pool()), place::write));
            assertThat(figures).isEqualTo(new Ledger.Figures(EVENTS * FREEZES, 0, 0, 0));
        }
    }

    @Test
    void what_a_frozen_instance_had_begun_under_a_lease_is_repeated_and_it_says_so() throws Exception {
        try (Ledger ledger = Ledger.open(rabbit, "frozen-lease")) {
            List<String> said = new ArrayList<>();
            Place place = ledger.place();
            for (int freeze = 0; freeze < FREEZES; freeze++) {
                said.addAll(freezeAndGoOn("leased", ledger, store -> place.leased(store, ledger.pool(), place::write)));
            }
            System.out.println("consumer fault 32 leased: the frozen one said " + said);
            Ledger.Figures figures = ledger.settle(
                    "32 leased",
                    FREEZES,
                    System.nanoTime(),
                    place.leased(place.store(ledger.pool()), ledger.pool(), place::write));
            assertThat(figures.lost()).isZero();
            assertThat(figures.dead()).isZero();
            // Each of its workers has one begun; the others it finds lost before it comes to them.
            assertThat(figures.duplicates()).isBetween(1, FREEZES * EVENTS / 2);
            assertThat(said).anyMatch(line -> line.contains("after another instance took it over"));
        }
    }

    private interface Handling {
        ConsumerGroup.Spec with(dev.tidings.idempotency.IdempotencyStore store);
    }

    /** What the frozen one warned of in the end. */
    private static List<String> freezeAndGoOn(String mode, Ledger ledger, Handling handling) throws Exception {
        Place place = ledger.place();
        long before = ledger.effects().size();
        try (ChildJvm frozen = ConsumerChild.start(mode, ConsumerChild.NEVER, 0, SLOW, named(place))) {
            List<String> ids = ledger.publish(EVENTS);
            assertThat(ConsumerChild.said(frozen)).startsWith("effect");
            frozen.signal("STOP");
            await().pollInterval(Duration.ofMillis(50))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> hasLostAll(ledger));
            try (HikariDataSource pool = place.pool();
                    Broker broker = Broker.connect(place.uri());
                    ConsumerGroup other = handling.with(place.store(pool)).start(broker)) {
                other.awaitConsuming(Duration.ofSeconds(20));
                // The queue is handed out in turn: of each pair one comes to the other.
                ledger.publish(
                        ids.stream().flatMap(id -> List.of(id, id).stream()).toList());
                ledger.awaitEffects(before + EVENTS);
            }
            frozen.signal("CONT");
            return warnings(frozen);
        }
    }

    private static Place named(Place place) {
        String sign = place.url().contains("?") ? "&" : "?";
        return place.by(place.url() + sign + "ApplicationName=" + place.table());
    }

    /** Its transactions are ended by the database, and its leases are over. */
    private static boolean hasLostAll(Ledger ledger) throws Exception {
        String transactions =
                "select count(*) from pg_stat_activity where application_name = 'TABLE' and xact_start is not null";
        String leases =
                "select count(*) from TABLE_keys where state = 0 and until > extract(epoch from clock_timestamp()) * 1000";
        return ledger.number(transactions) + ledger.number(leases) == 0;
    }

    /** All that it says until it has ended in good order. */
    private static List<String> warnings(ChildJvm child) throws IOException {
        child.endInput();
        List<String> lines = new ArrayList<>();
        for (String line = child.line(); !line.isEmpty(); line = child.line()) {
            lines.add(line);
        }
        return Logged.warnings(lines);
    }
}

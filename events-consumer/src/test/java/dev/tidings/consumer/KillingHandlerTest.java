package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.process.ChildJvm;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An event whose handler ends the process, each time. {@code -Dtidings.leased=true} for the long form. */
@Tag("slow")
@Timeout(300)
class KillingHandlerTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int POISON = 4242;
    private static final int NEIGHBOURS = 300;
    private static final Duration ENDS = Duration.ofSeconds(30);

    /** Three until it is suspected, and each attempt of the group. */
    private static final int DEATHS = 3 + 4;

    private final long seed = Long.getLong("tidings.seed", new Random().nextLong());

    /** The long form has both; each takes eight processes. */
    static List<String> modes() {
        return Boolean.getBoolean("tidings.leased") ? List.of("transactional", "leased") : List.of("transactional");
    }

    @ParameterizedTest
    @MethodSource("modes")
    void an_event_that_kills_its_process_is_a_dead_letter_after_its_attempts_and_its_neighbours_are_handled(String mode)
            throws Exception {
        System.out.println("KillingHandlerTest: -Dtidings.seed=" + seed);
        try (Ledger ledger = Ledger.open(rabbit, "killing-" + mode);
                RawClient raw = new RawClient(rabbit.uri());
                HikariDataSource pool = ledger.place().pool()) {
            Place place = ledger.place();
            try (ChildJvm first = child(mode, place)) {
                ledger.publish(new Random(seed).nextInt(NEIGHBOURS));
                raw.publish(place.exchange(), "user.created", "{\"user_id\":%d}".formatted(POISON));
                ledger.publish(NEIGHBOURS);
                assertThat(first.exitCode()).isEqualTo(ConsumerChild.HALTED);
            }
            int deaths = 1;
            while (raw.depth(place.deadQueue()) == 0) {
                try (ChildJvm next = child(mode, place)) {
                    await().atMost(ENDS).until(() -> !next.isAlive() || raw.depth(place.deadQueue()) > 0);
                    deaths += next.isAlive() ? 0 : 1;
                    next.endInput();
                    assertThat(next.exitCode()).isIn(0, ConsumerChild.HALTED);
                }
            }
            try (Broker broker = Broker.connect(place.uri())) {
                DeadLetter letter =
                        DeadLetters.of(place.group(), broker).peek(1).get(0);
                assertThat(letter.attempts()).isEqualTo(4);
                assertThat(letter.failure()).contains("did not return in 4 attempts");
            }
            Ledger.Figures figures =
                    ledger.settle("41, " + mode, deaths, System.nanoTime(), Child.spec(mode, place, pool));
            assertThat(figures.lost()).isZero();
            assertThat(figures.duplicates()).isBetween(0, mode.equals("transactional") ? 0 : deaths * NEIGHBOURS);
            assertThat(figures.dead()).isEqualTo(1);
            assertThat(deaths).isEqualTo(DEATHS);
        }
    }

    private static ChildJvm child(String mode, Place place) throws Exception {
        List<String> words = new ArrayList<>(List.of(mode));
        words.addAll(place.words());
        ChildJvm child = ChildJvm.start(Child.class, "128m", words.toArray(String[]::new));
        for (String line = child.line(); !line.equals("consuming") && !line.isEmpty(); line = child.line()) {
            System.out.println("child: " + line);
        }
        return child;
    }

    /** In a process of its own. */
    static final class Child {
        private Child() {}

        public static void main(String[] words) throws Exception {
            Place place = Place.of(List.of(words).subList(1, words.length));
            try (HikariDataSource pool = place.pool();
                    Broker broker = Broker.connect(place.uri());
                    ConsumerGroup group = spec(words[0], place, pool).start(broker)) {
                group.awaitConsuming(Duration.ofSeconds(30));
                System.out.println("consuming");
                while (System.in.read() >= 0) {
                    // Nothing is said to it.
                }
            }
        }

        static ConsumerGroup.Spec spec(String mode, Place place, HikariDataSource pool) {
            return mode.equals("transactional")
                    ? place.transactional(place.store(pool), (event, connection) -> handle(place, event, connection))
                    : place.leased(place.store(pool), pool, (event, connection) -> handle(place, event, connection));
        }

        private static void handle(Place place, DomainEvent event, Connection connection) throws SQLException {
            if (event.longId("user_id") == POISON) {
                Runtime.getRuntime().halt(ConsumerChild.HALTED);
            }
            place.write(event, connection);
        }
    }
}

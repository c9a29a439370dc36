package dev.tidings.migration.shadow;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.events.DomainEvent;
import dev.tidings.migration.Outcomes;
import dev.tidings.migration.jdbc.JdbcOutcomeStore;
import dev.tidings.testkit.process.ChildJvm;
import dev.tidings.testkit.process.DatabaseServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A shadow in a process of its own, whose handler writes to the live tables and may take its time. */
final class ShadowChild {
    private ShadowChild() {}

    /** Where a shadow runs. */
    record Place(String uri, String exchange, String group, String table) {
        /** Returns when it consumes. */
        ChildJvm start(Duration pause) throws IOException {
            ChildJvm child = ChildJvm.start(ShadowChild.class, "128m", uri, exchange, group, table, pause.toString());
            for (String line = child.line(); !line.equals("consuming"); line = child.line()) {
                if (line.isEmpty()) {
                    throw new IllegalStateException("the shadow has ended");
                }
            }
            return child;
        }
    }

    /** Until its standard input ends. */
    public static void main(String[] words) throws Exception {
        Place place = new Place(words[0], words[1], words[2], words[3]);
        Duration pause = Duration.parse(words[4]);
        try (HikariDataSource pool = DatabaseServer.postgresql().pool(8);
                Recording recording = Recording.shadow(
                                Outcomes.COMPARISON, JdbcOutcomeStore.on(pool).table(place.table()))
                        .rollingBack(pool);
                Broker broker = Broker.connect(place.uri());
                ConsumerGroup group = ConsumerGroup.shadow(place.group(), "v2")
                        .on(
                                place.exchange(),
                                "#",
                                recording.inTransaction(
                                        (event, transaction, effects) -> {
                                            bill(place, event, transaction, "shadow");
                                            LockSupport.parkNanos(pause.toNanos());
                                        },
                                        (event, transaction) -> Map.of("order", event.id("order_id"))))
                        .observing(recording)
                        .start(broker)) {
            group.awaitConsuming(Duration.ofSeconds(30));
            System.out.println("consuming");
            while (System.in.read() >= 0) {
                // Nothing is said to it.
            }
        }
    }

    static void bill(Place place, DomainEvent event, Connection transaction, String side) throws SQLException {
        try (PreparedStatement insert =
                transaction.prepareStatement("insert into " + place.table() + "_bills values (?, ?)")) {
            insert.setString(1, event.eventId());
            insert.setString(2, side);
            insert.executeUpdate();
        }
    }
}

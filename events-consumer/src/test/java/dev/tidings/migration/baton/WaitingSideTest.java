package dev.tidings.migration.baton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.embedded.EmbeddedBroker;
import dev.tidings.events.TidingsException;
import dev.tidings.migration.MigrationDatabase;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A side that cannot begin yet says what it waits for. */
class WaitingSideTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final AtomicBoolean isAway = new AtomicBoolean();
    private final AtomicInteger tries = new AtomicInteger();
    private final BatonDatabase database = new BatonDatabase(MigrationDatabase.h2());
    private EmbeddedBroker embedded;
    private Broker broker;
    private Baton baton;

    @BeforeEach
    void open() {
        embedded = EmbeddedBroker.start();
        broker = Broker.connect(embedded.uri()).awaitConnected(SOON);
        baton = Baton.of("billing", new Away()).createTables();
    }

    @AfterEach
    void close() {
        broker.close();
        embedded.close();
        database.database().run("drop all objects");
        database.close();
    }

    private static ConsumerGroup.Spec spec(String name) {
        return ConsumerGroup.named(name).on("shop", "order.*", event -> {});
    }

    @Test
    void the_first_side_runs_before_anything_was_begun_and_the_next_one_waits() {
        ConsumerGroup old = baton.run(spec("billing"), broker).awaitConsuming(SOON);
        ConsumerGroup fresh = baton.run(spec("billing.v2"), broker);

        assertThat(old.health().state()).isEqualTo(Health.State.UP);
        assertThat(fresh.health())
                .isEqualTo(
                        Health.waiting(
                                "group billing.v2: waits for the start of its migration; the baton of group 'billing' is not started"));
        assertThatThrownBy(() -> fresh.awaitConsuming(Duration.ofMillis(10)))
                .isInstanceOf(TidingsException.class)
                .hasMessageContaining("waits for the start of its migration");
        baton.start("v2");
        fresh.awaitConsuming(SOON);
        assertThat(baton.status().inTheWay())
                .filteredOn(reason -> reason.contains("without a transaction"))
                .hasSize(2);
    }

    @Test
    void a_side_whose_database_is_away_waits_for_it() {
        isAway.set(true);
        ConsumerGroup old = baton.run(spec("billing"), broker);
        await().atMost(SOON).until(() -> tries.get() > 3);
        assertThat(old.health().state()).isEqualTo(Health.State.WAITING);
        assertThat(old.health().words()).contains("the database is away");

        isAway.set(false);

        old.awaitConsuming(SOON);
        await().atMost(SOON).until(() -> !old.health().words().contains("away"));
        isAway.set(true);
        await().atMost(SOON).until(() -> old.health().words().contains("away"));
        assertThat(old.health().state()).isEqualTo(Health.State.UP);
        isAway.set(false);
    }

    @Test
    void an_instance_that_is_closed_is_not_seen_any_more() {
        ConsumerGroup old = baton.run(spec("billing"), broker).awaitConsuming(SOON);
        assertThat(baton.status().instances()).hasSize(1);

        old.scaleTo(2);
        old.close();
        old.close();

        assertThat(baton.status().instances()).isEmpty();
        assertThat(old.health().words()).isEqualTo("closed");
    }

    @Test
    void a_group_with_a_mistake_is_refused_at_once() {
        assertThatThrownBy(() -> baton.run(ConsumerGroup.named("billing"), broker))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("handles nothing");
        assertThat(baton.status().instances()).isEmpty();
    }

    /** A database that may be away. */
    private final class Away implements DataSource {
        @Override
        public Connection getConnection() throws SQLException {
            if (isAway.get()) {
                tries.incrementAndGet();
                throw new SQLTransientConnectionException("the database is away");
            }
            return database.pool().getConnection();
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
        }

        @Override
        public PrintWriter getLogWriter() throws SQLException {
            return database.pool().getLogWriter();
        }

        @Override
        public void setLogWriter(PrintWriter out) throws SQLException {
            database.pool().setLogWriter(out);
        }

        @Override
        public void setLoginTimeout(int seconds) throws SQLException {
            database.pool().setLoginTimeout(seconds);
        }

        @Override
        public int getLoginTimeout() throws SQLException {
            return database.pool().getLoginTimeout();
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            return database.pool().unwrap(type);
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}

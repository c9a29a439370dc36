package dev.tidings.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.Handled;
import dev.tidings.consumer.Reaction;
import dev.tidings.events.DomainEvent;
import dev.tidings.idempotency.jdbc.JdbcIdempotencyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

/** What the page on Spring's transactions says of JDBC. */
class SpringStoreTest extends OnSpring {
    private PlatformTransactionManager manager;
    private JdbcIdempotencyStore store;

    @BeforeEach
    void openStore() {
        manager = new JdbcTransactionManager(pool);
        store = SpringStoreCode.store(manager, pool).createTables();
    }

    private ConsumerGroup.Spec billing() {
        return new SpringStoreCode(store, jdbc).billing();
    }

    private ConsumerGroup.Spec handling(Reaction.Transactional handler) {
        return ConsumerGroup.named("billing").idempotency(store).on("shop", "#", Reaction.inTransaction(handler));
    }

    private void pay(DomainEvent event) {
        assertThat(jdbc.update("insert into payment (order_id) values (?)", event.longId("order_id")))
                .isEqualTo(1);
    }

    @Test
    void each_effect_happens_once_however_often_its_event_comes() {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println("-Dtidings.seed=" + seed);
        start(billing());
        List<DomainEvent> once = events(100);
        once.remove((int) FORBIDDEN);
        List<DomainEvent> thrice = new ArrayList<>(once);
        thrice.addAll(once);
        thrice.addAll(once);
        Collections.shuffle(thrice, new Random(seed));

        publish(thrice);

        assertThat(verdicts(thrice.size()))
                .allMatch(handled -> handled.failure().isEmpty());
        assertThat(paid()).isEqualTo(allBut(FORBIDDEN, 100));
    }

    @Test
    void a_failing_event_undoes_only_itself() throws SQLException {
        start(billing());

        List<DomainEvent> events = events(300);
        events.add(200, events.remove((int) FORBIDDEN));
        publishWithoutAConnectionLeft(events);

        assertThat(dead(300)).singleElement().satisfies(SpringStoreTest::isTheForbiddenOne);
        assertThat(paid()).isEqualTo(allBut(FORBIDDEN, 300));
        assertThat(remembered()).isEqualTo(299);
        assertThat(transactions()).as("transactions, which events share").isLessThan(299);
    }

    /** Nothing is handled meanwhile, so there are many at hand. */
    private void publishWithoutAConnectionLeft(List<DomainEvent> events) throws SQLException {
        try (Connection one = pool.getConnection();
                Connection other = pool.getConnection()) {
            assertThat(one).isNotSameAs(other);
            publish(events);
        }
    }

    private static void isTheForbiddenOne(Handled handled) {
        assertThat(handled.event().orElseThrow().longId("order_id")).isEqualTo(FORBIDDEN);
        assertThat(handled.failure().orElseThrow()).isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void nothing_is_committed_of_an_event_that_fails_after_its_effect() {
        start(handling((event, connection) -> {
            pay(event);
            assertThat(paid()).as("seen by its own transaction").contains(event.longId("order_id"));
            throw new IllegalStateException("the business changed its mind");
        }));

        publish(List.of(event(1)));

        assertThat(dead(1)).hasSize(1);
        assertThat(paid()).isEmpty();
        assertThat(remembered()).isZero();
    }

    @Test
    void a_transaction_that_a_service_has_marked_for_rollback_fails_the_event_alone() {
        TransactionTemplate joining = new TransactionTemplate(manager);
        start(handling((event, connection) -> {
            pay(event);
            joining.executeWithoutResult(status -> {
                if (event.longId("order_id") == 7) {
                    status.setRollbackOnly();
                }
            });
        }));

        publish(events(12));

        assertThat(dead(12))
                .singleElement()
                .satisfies(handled ->
                        assertThat(handled.failure().orElseThrow()).isInstanceOf(UnexpectedRollbackException.class));
        assertThat(paid()).isEqualTo(allBut(7, 12));
        assertThat(remembered()).isEqualTo(11);
    }

    @Test
    void what_a_transaction_of_its_own_did_stays_when_the_event_fails() {
        TransactionTemplate another = new TransactionTemplate(manager);
        another.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        start(handling((event, connection) -> {
            another.executeWithoutResult(status -> pay(event));
            throw new IllegalStateException("too late");
        }));

        publish(List.of(event(1)));

        assertThat(dead(1)).hasSize(1);
        assertThat(paid()).containsExactly(1L);
        assertThat(remembered()).isZero();
    }

    @Test
    void a_connection_that_is_not_the_managers_is_refused() {
        DataSource another = new DelegatingDataSource(pool);

        assertThatThrownBy(() -> SpringStoreCode.store(manager, another).createTables())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("auto-commit");
    }
}

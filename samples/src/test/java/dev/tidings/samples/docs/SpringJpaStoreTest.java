package dev.tidings.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.Reaction;
import dev.tidings.events.DomainEvent;
import dev.tidings.idempotency.jdbc.JdbcIdempotencyStore;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** What the page on Spring's transactions says of JPA, with Hibernate. */
class SpringJpaStoreTest extends OnSpring {
    private final LocalContainerEntityManagerFactoryBean bean = new LocalContainerEntityManagerFactoryBean();
    private JdbcIdempotencyStore store;
    private JpaTransactionManager manager;
    private EntityManager entities;

    /** What spoils a transaction although the handler returns. */
    enum Spoiling {
        A_CONSTRAINT,
        A_VALUE_TOO_LONG,
        A_HIDDEN_FAILURE,
        A_MARK
    }

    @BeforeEach
    void openStore() {
        bean.setDataSource(pool);
        bean.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        bean.setManagedTypes(PersistenceManagedTypes.of(Payment.class.getName()));
        bean.afterPropertiesSet();
        EntityManagerFactory factory = Objects.requireNonNull(bean.getObject());
        entities = SharedEntityManagerCreator.createSharedEntityManager(factory);
        manager = new JpaTransactionManager(factory);
        store = SpringStoreCode.store(manager, pool).createTables();
    }

    @AfterEach
    void closeFactory() {
        bean.destroy();
    }

    private ConsumerGroup.Spec billing() {
        return new SpringJpaStoreCode(entities).billing(store);
    }

    private ConsumerGroup.Spec handling(Reaction.Transactional handler) {
        return ConsumerGroup.named("billing")
                .idempotency(store.oneAtATime())
                .on("shop", "#", Reaction.inTransaction(handler));
    }

    @Test
    void each_entity_is_persisted_once_however_often_its_event_comes() {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println("-Dtidings.seed=" + seed);
        List<DomainEvent> once = events(50);
        once.remove((int) FORBIDDEN);
        List<DomainEvent> thrice = new ArrayList<>(once);
        thrice.addAll(once);
        thrice.addAll(once);
        Collections.shuffle(thrice, new Random(seed));
        start(billing());

        publish(thrice);

        assertThat(verdicts(thrice.size()))
                .allMatch(handled -> handled.failure().isEmpty());
        assertThat(paid()).isEqualTo(allBut(FORBIDDEN, 50));
        assertThat(remembered()).isEqualTo(49);
    }

    @ParameterizedTest
    @EnumSource
    void an_event_whose_transaction_cannot_be_committed_fails_alone(Spoiling how) {
        start(handling((event, connection) -> {
            long order = event.longId("order_id");
            if (order == FORBIDDEN) {
                spoil(how);
            } else {
                entities.persist(new Payment(order, "paid"));
            }
        }));

        publish(events(30));

        assertThat(dead(30))
                .singleElement()
                .satisfies(handled -> assertThat(handled.event().orElseThrow().longId("order_id"))
                        .isEqualTo(FORBIDDEN));
        assertThat(paid()).isEqualTo(allBut(FORBIDDEN, 30));
        assertThat(remembered()).isEqualTo(29);
        assertThat(transactions()).as("one for each event").isEqualTo(29);
    }

    private void spoil(Spoiling how) {
        switch (how) {
            case A_CONSTRAINT -> entities.persist(new Payment(FORBIDDEN, "paid"));
            case A_VALUE_TOO_LONG -> entities.persist(new Payment(100, "too long for the column"));
            case A_HIDDEN_FAILURE -> {
                entities.persist(new Payment(FORBIDDEN, "paid"));
                assertThatThrownBy(entities::flush).hasRootCauseInstanceOf(SQLException.class);
            }
            case A_MARK -> {
                entities.persist(new Payment(100, "paid"));
                new TransactionTemplate(manager).executeWithoutResult(TransactionStatus::setRollbackOnly);
            }
        }
    }

    @Test
    void nothing_is_committed_of_an_event_that_fails_after_its_entity_was_flushed() {
        start(handling((event, connection) -> {
            entities.persist(new Payment(event.longId("order_id"), "paid"));
            entities.flush();
            assertThat(paid()).as("seen by JDBC in the same transaction").containsExactly(event.longId("order_id"));
            throw new IllegalStateException("the business changed its mind");
        }));

        publish(List.of(event(1)));

        assertThat(dead(1)).hasSize(1);
        assertThat(paid()).isEmpty();
        assertThat(remembered()).isZero();
    }
}

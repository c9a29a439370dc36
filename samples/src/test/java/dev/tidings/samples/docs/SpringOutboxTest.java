package dev.tidings.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.events.DomainEvent;
import dev.tidings.outbox.JdbcOutbox;
import dev.tidings.publisher.EventPublisher;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

/** What the page on the outbox says about Spring. The pool has one connection, so whoever keeps it is found out. */
class SpringOutboxTest {
    private static final DomainEvent EVENT = DomainEvent.of("profile.updated", "user_id", 42);

    private JdbcConnectionPool pool;
    private JdbcTemplate jdbc;
    private TransactionTemplate transactions;
    private SpringOutboxCode service;

    @BeforeEach
    void open() {
        pool = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID(), "sa", "");
        pool.setMaxConnections(1);
        pool.setLoginTimeout(2);
        jdbc = new JdbcTemplate(pool);
        jdbc.execute("create table profile (id bigint primary key, city varchar(100))");
        jdbc.update("insert into profile values (42, 'Oslo')");
        transactions = new TransactionTemplate(new JdbcTransactionManager(pool));
        service = new SpringOutboxCode(SpringOutboxCode.outbox(pool), transactions, jdbc);
    }

    @AfterEach
    void close() {
        pool.dispose();
    }

    private String city() {
        return jdbc.queryForList("select city from profile", String.class).get(0);
    }

    private int events() {
        return jdbc.queryForList("select event_id from tidings_outbox").size();
    }

    @Test
    void an_event_is_committed_with_the_row_it_tells_of() {
        service.move(42, "Rome");

        assertThat(city()).isEqualTo("Rome");
        assertThat(events()).isEqualTo(1);
    }

    @Test
    void an_event_is_rolled_back_with_the_row_it_tells_of() {
        transactions.executeWithoutResult(status -> {
            service.move(42, "Rome");
            assertThat(events()).as("seen by its own transaction").isEqualTo(1);
            status.setRollbackOnly();
        });

        assertThat(city()).isEqualTo("Oslo");
        assertThat(events()).isZero();
    }

    @Test
    void an_exception_after_the_event_was_stored_rolls_both_back() {
        assertThatThrownBy(() -> transactions.executeWithoutResult(status -> {
                    service.move(42, "Rome");
                    throw new IllegalStateException("the business changed its mind");
                }))
                .hasMessageContaining("changed its mind");

        assertThat(city()).isEqualTo("Oslo");
        assertThat(events()).isZero();
    }

    @Test
    void outside_a_transaction_it_is_refused_each_time_and_no_connection_is_lost() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> service.outbox().publish(EVENT))
                    .isInstanceOf(IllegalTransactionStateException.class)
                    .hasMessageContaining("inside a transaction only");
        }
        assertThat(pool.getActiveConnections()).isZero();
        assertThat(events()).isZero();
    }

    @Test
    void unchecked_the_outbox_refuses_the_connection_and_the_pool_misses_it() {
        List<Connection> taken = new ArrayList<>();
        JdbcOutbox unchecked = EventPublisher.to("users").outbox(pool).joining(() -> {
            taken.add(DataSourceUtils.getConnection(pool));
            return taken.get(0);
        });

        assertThatThrownBy(() -> unchecked.publish(EVENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("auto-commit");

        assertThat(pool.getActiveConnections()).isEqualTo(1);
        DataSourceUtils.releaseConnection(taken.get(0), pool);
        assertThat(events()).isZero();
    }
}

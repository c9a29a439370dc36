package dev.tidings.samples.docs;

import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.Reaction;
import dev.tidings.idempotency.jdbc.JdbcIdempotencyStore;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The page on Spring's transactions: with JDBC. */
record SpringStoreCode(JdbcIdempotencyStore store, JdbcTemplate jdbc) {

    static JdbcIdempotencyStore store(PlatformTransactionManager manager, DataSource dataSource) {
        TransactionTemplate own = new TransactionTemplate(manager);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        own.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        return JdbcIdempotencyStore.on(
                work -> own.executeWithoutResult(status -> work.accept(DataSourceUtils.getConnection(dataSource))));
    }

    ConsumerGroup.Spec billing() {
        return ConsumerGroup.named("billing")
                .idempotency(store)
                .on("shop", "order.paid", Reaction.inTransaction((event, connection) -> {
                    jdbc.update("insert into payment (order_id) values (?)", event.longId("order_id"));
                }));
    }
}

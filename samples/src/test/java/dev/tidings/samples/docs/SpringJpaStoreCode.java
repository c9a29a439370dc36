package dev.tidings.samples.docs;

import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.Reaction;
import dev.tidings.idempotency.jdbc.JdbcIdempotencyStore;
import jakarta.persistence.EntityManager;

/** The page on Spring's transactions: with JPA. */
record SpringJpaStoreCode(EntityManager entities) {

    ConsumerGroup.Spec billing(JdbcIdempotencyStore store) {
        return ConsumerGroup.named("billing")
                .idempotency(store.oneAtATime())
                .on("shop", "order.paid", Reaction.inTransaction((event, connection) -> {
                    entities.persist(new Payment(event.longId("order_id"), "paid"));
                }));
    }
}

package dev.tidings.samples.docs;

import static dev.tidings.consumer.Reaction.inTransaction;

import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.events.DomainEvent;
import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.ClaimRequest;
import dev.tidings.idempotency.IdempotencyKey;
import dev.tidings.idempotency.IdempotencyStore;
import dev.tidings.idempotency.jdbc.JdbcIdempotencyStore;
import dev.tidings.idempotency.redis.RedisIdempotencyStore;
import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;

/** The page on guarantees. */
abstract class GuaranteesCode {

    interface Mailer {
        void welcome(long userId);
    }

    abstract void index(long userId);

    abstract void insertInvoice(Connection connection, DomainEvent event);

    abstract void pay(String body);

    abstract long fingerprintOf(String body);

    void inMemory(Broker broker, Mailer mailer) {
        ConsumerGroup.named("welcome-mail")
                .on("users", "user.created", event -> mailer.welcome(event.longId("user_id")))
                .start(broker);
    }

    void byLeases(Broker broker, DataSource dataSource) {
        ConsumerGroup.named("search")
                .on("users", "#", event -> index(event.longId("user_id")))
                .idempotency(JdbcIdempotencyStore.on(dataSource).createTables())
                .start(broker);
    }

    void inTheTransaction(Broker broker, DataSource dataSource) {
        ConsumerGroup.named("billing")
                .on("shop", "order.placed", inTransaction((event, connection) -> insertInvoice(connection, event)))
                .idempotency(JdbcIdempotencyStore.on(dataSource).createTables())
                .start(broker);
    }

    void withoutMessages(IdempotencyStore store, String client, String idempotencyKeyHeader, String body) {
        IdempotencyKey key = new IdempotencyKey("payments", client, idempotencyKeyHeader);
        Claim claim = store.claimAll(List.of(new ClaimRequest(key, fingerprintOf(body))))
                .get(0);
        if (claim instanceof Claim.Owned owned) {
            pay(body);
            store.completeAll(List.of(owned));
        }
    }

    void onRedis() {
        RedisIdempotencyStore store = RedisIdempotencyStore.at("rediss://redis.internal:6379");
        store.close();
    }
}

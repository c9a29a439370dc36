package dev.tidings.migration.baton;

import static dev.tidings.consumer.Reaction.inTransaction;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.FailurePolicy;
import dev.tidings.idempotency.jdbc.JdbcIdempotencyStore;
import dev.tidings.testkit.process.DatabaseServer;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** Where a side gets its events and leaves their effects, in any process. */
record SidePlace(String url, String table, String uri, String exchange, String group) {
    static SidePlace of(List<String> words) {
        return new SidePlace(words.get(0), words.get(1), words.get(2), words.get(3), words.get(4));
    }

    List<String> words() {
        return List.of(url, table, uri, exchange, group);
    }

    HikariDataSource pool() {
        return new DatabaseServer(url, "postgres").pool(10);
    }

    Baton baton(DataSource dataSource) {
        return Baton.of(group, dataSource).table(table);
    }

    ConsumerGroup.Spec spec(String queue, DataSource dataSource) {
        return ConsumerGroup.named(queue)
                .onFailure(FailurePolicy.retryAfter(Duration.ofMillis(100)))
                .idempotency(JdbcIdempotencyStore.on(dataSource).table(table + "_keys"))
                .on(
                        exchange,
                        "order.*",
                        inTransaction(
                                (event, transaction) -> MovedEffects.add(table, transaction, event, queue, group)));
    }
}

package dev.tidings.bench.stores;

import static dev.tidings.consumer.Reaction.inTransaction;
import static dev.tidings.consumer.Reaction.inTransactionBatches;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.bench.rig.Countdown;
import dev.tidings.bench.rig.Postgres;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.Reaction;
import dev.tidings.idempotency.jdbc.JdbcIdempotencyStore;
import dev.tidings.idempotency.redis.RedisIdempotencyStore;
import java.sql.SQLException;
import java.time.Duration;

/** What a group does with an event, and where it remembers that it did. */
enum Way {
    /** Nothing; in memory. */
    CAFFEINE("caffeine") {
        @Override
        Place open() {
            return new Place() {
                @Override
                public ConsumerGroup.Spec group(String exchange, Countdown handled) {
                    return ConsumerGroup.named(exchange).on(exchange, "#", event -> handled.count());
                }

                @Override
                public void close() {}
            };
        }
    },
    /** Nothing; in Redis. */
    REDIS("redis") {
        @Override
        Place open() {
            return new OnRedis();
        }
    },
    /** Nothing; in PostgreSQL, by leases. */
    POSTGRESQL_LEASE("postgresql-lease") {
        @Override
        Place open() throws SQLException {
            return new OnPostgres((spec, exchange) -> spec.on(exchange, "#", event -> {}));
        }
    },
    /** An insert in PostgreSQL; in the same transaction. */
    POSTGRESQL_TRANSACTIONAL("postgresql-transactional") {
        @Override
        Place open() throws SQLException {
            Reaction insert = inTransaction((event, transaction) -> Effects.insert(event, transaction));
            return new OnPostgres((spec, exchange) -> spec.on(exchange, "#", insert));
        }
    },
    /** The same for many events at once. */
    POSTGRESQL_BATCH("postgresql-batch") {
        @Override
        Place open() throws SQLException {
            Reaction inserts = inTransactionBatches((events, transaction) -> Effects.insert(events, transaction));
            return new OnPostgres((spec, exchange) -> spec.on(exchange, "#", inserts));
        }
    };

    private final String label;

    Way(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** With nothing in it that an earlier measurement left. */
    abstract Place open() throws Exception;

    /** Where one measurement is made. */
    interface Place extends AutoCloseable {
        /** Each event that is done is counted once. */
        ConsumerGroup.Spec group(String exchange, Countdown handled);

        @Override
        void close() throws SQLException;
    }

    private static ConsumerGroup.Spec counting(String exchange, Countdown handled) {
        return ConsumerGroup.named(exchange).observing(handled::told);
    }

    private static final class OnRedis implements Place {
        private static final String URI = "redis://127.0.0.1:6379";

        private final RedisIdempotencyStore store =
                RedisIdempotencyStore.at(URI).keyPrefix("bench").retention(Duration.ofMinutes(30));

        @Override
        public ConsumerGroup.Spec group(String exchange, Countdown handled) {
            return counting(exchange, handled)
                    .idempotency(store)
                    .longestWait(Duration.ofMinutes(10))
                    .on(exchange, "#", event -> {});
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private static final class OnPostgres implements Place {
        private static final String KEYS = "bench_keys";

        private final HikariDataSource database = Postgres.open();
        private final JdbcIdempotencyStore store;
        private final Reacting reacting;

        /** Adds what is done with an event. */
        @FunctionalInterface
        interface Reacting {
            ConsumerGroup.Spec to(ConsumerGroup.Spec spec, String exchange);
        }

        OnPostgres(Reacting reacting) throws SQLException {
            this.reacting = reacting;
            drop();
            this.store = JdbcIdempotencyStore.on(database).table(KEYS).createTables();
            Effects.create(database);
        }

        @Override
        public ConsumerGroup.Spec group(String exchange, Countdown handled) {
            return reacting.to(counting(exchange, handled).idempotency(store), exchange);
        }

        private void drop() throws SQLException {
            Effects.drop(database);
            Postgres.drop(database, KEYS, KEYS + "_version");
        }

        @Override
        public void close() throws SQLException {
            store.close();
            drop();
            database.close();
        }
    }
}

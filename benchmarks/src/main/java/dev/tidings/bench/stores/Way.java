package dev.tidings.bench.stores;

import static dev.tidings.consumer.Reaction.inTransaction;
import static dev.tidings.consumer.Reaction.inTransactionBatches;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.bench.rig.Countdown;
import dev.tidings.bench.rig.Postgres;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.Reaction;
import dev.tidings.events.DomainEvent;
import dev.tidings.idempotency.jdbc.JdbcIdempotencyStore;
import dev.tidings.idempotency.redis.RedisIdempotencyStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

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
            Reaction insert = inTransaction((event, transaction) -> {
                try (PreparedStatement statement = transaction.prepareStatement(OnPostgres.INSERT)) {
                    OnPostgres.bind(statement, event);
                    statement.executeUpdate();
                }
            });
            return new OnPostgres((spec, exchange) -> spec.on(exchange, "#", insert));
        }
    },
    /** The same for many events at once. */
    POSTGRESQL_BATCH("postgresql-batch") {
        @Override
        Place open() throws SQLException {
            Reaction inserts = inTransactionBatches(OnPostgres::insert);
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
        static final String INSERT = "insert into bench_effect (user_id, event_id) values (?, ?)";
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
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "create table bench_effect (user_id bigint not null, event_id varchar(100) not null)");
            }
        }

        static void bind(PreparedStatement statement, DomainEvent event) throws SQLException {
            statement.setLong(1, event.longId("user_id"));
            statement.setString(2, event.eventId());
        }

        static void insert(List<DomainEvent> events, Connection transaction) throws SQLException {
            try (PreparedStatement statement = transaction.prepareStatement(INSERT)) {
                for (DomainEvent event : events) {
                    bind(statement, event);
                    statement.addBatch();
                }
                int[] unused = statement.executeBatch();
            }
        }

        @Override
        public ConsumerGroup.Spec group(String exchange, Countdown handled) {
            return reacting.to(counting(exchange, handled).idempotency(store), exchange);
        }

        private void drop() throws SQLException {
            Postgres.drop(database, "bench_effect", KEYS, KEYS + "_version");
        }

        @Override
        public void close() throws SQLException {
            store.close();
            drop();
            database.close();
        }
    }
}

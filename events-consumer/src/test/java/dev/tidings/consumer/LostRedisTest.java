package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.tidings.broker.Broker;
import dev.tidings.idempotency.redis.RedisIdempotencyStore;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.process.PrivateRedis;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;

/** The Redis that remembers what was handled loses some of it, or all. */
@Timeout(300)
class LostRedisTest {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final int EVENTS = 1_000;
    private static final int KILLS = Integer.getInteger("tidings.kills", 1);
    /** What workers may have under way: 4 with 100 each. */
    private static final int IN_HAND = 400;

    private final Logged log = Logged.from(Level.WARN);

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void what_a_killed_redis_with_an_append_only_file_was_not_told_is_all_that_is_repeated() throws Exception {
        try (PrivateRedis redis = PrivateRedis.start("--appendonly", "yes", "--appendfsync", "everysec");
                RedisIdempotencyStore store =
                        RedisIdempotencyStore.at(redis.uri()).lease(Place.LEASE);
                Ledger ledger = Ledger.open(rabbit, "killed-redis")) {
            Place place = ledger.place();
            ConsumerGroup.Spec spec = place.leased(store, ledger.pool(), place::write);
            long since = System.nanoTime();
            try (Broker broker = Broker.connect(rabbit.uri());
                    ConsumerGroup group = spec.start(broker)) {
                group.awaitConsuming(Duration.ofSeconds(20));
                for (int kill = 0; kill < KILLS; kill++) {
                    long before = ledger.effects().size();
                    List<String> ids = ledger.publish(EVENTS);
                    ledger.awaitEffects(before + EVENTS / 4);
                    redis.kill();
                    ledger.publish(ids);
                    await().atMost(Duration.ofSeconds(20))
                            .until(() -> group.health().words().contains("Redis"));
                    since = System.nanoTime();
                    redis.restart();
                    ledger.awaitEffects(before + EVENTS);
                }
            }
            Ledger.Figures figures =
                    ledger.settle("35 killed, warnings " + log.warnings().size(), KILLS, since, spec);
            assertThat(figures.lost()).isZero();
            assertThat(figures.dead()).isZero();
            assertThat(figures.duplicates()).isBetween(0, KILLS * IN_HAND);
            assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
        }
    }

    @Test
    void after_a_flush_what_was_handled_before_it_is_repeated_if_it_comes_again_and_nothing_else() throws Exception {
        try (PrivateRedis redis = PrivateRedis.start();
                RedisIdempotencyStore store =
                        RedisIdempotencyStore.at(redis.uri()).lease(Place.LEASE);
                RedisClient operator = RedisClient.create("127.0.0.1", redis.port());
                Ledger ledger = Ledger.open(rabbit, "flushed-redis")) {
            Place place = ledger.place();
            ConsumerGroup.Spec spec = place.leased(store, ledger.pool(), place::write);
            int before;
            long since;
            try (Broker broker = Broker.connect(rabbit.uri());
                    ConsumerGroup group = spec.start(broker)) {
                group.awaitConsuming(Duration.ofSeconds(20));
                List<String> ids = ledger.publish(EVENTS);
                ledger.awaitEffects(EVENTS / 4);
                operator.flushAll();
                before = ledger.effects().size();
                since = System.nanoTime();
                ledger.publish(ids);
                ledger.awaitEffects(EVENTS);
            }
            Ledger.Figures figures = ledger.settle("35 flushed, handled before it " + before, 1, since, spec);
            assertThat(figures.lost()).isZero();
            assertThat(figures.dead()).isZero();
            assertThat(figures.duplicates()).isBetween(1, before);
        }
    }
}

package dev.tidings.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.idempotency.jdbc.JdbcIdempotencyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A memory in front of a database that takes part in transactions. */
class TwoLevelStoreTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private JdbcConnectionPool database;
    private JdbcIdempotencyStore behind;
    private TransactionalIdempotencyStore store;

    @BeforeEach
    void start() throws SQLException {
        database = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID(), "sa", "");
        behind = JdbcIdempotencyStore.on(database).createTables();
        store = CaffeineIdempotencyStore.inFrontOf(behind);
        run("create table effect (id varchar(100))");
    }

    @AfterEach
    void end() {
        behind.close();
        database.dispose();
    }

    private static List<ClaimRequest> request(String id) {
        return List.of(new ClaimRequest(new IdempotencyKey("billing", "shop", id), 7));
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            run(connection, sql);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** In a transaction of its own. */
    private Claim claim(String id) throws Exception {
        List<Claim> answers = new ArrayList<>();
        store.inTransaction(transaction -> answers.addAll(store.claimAll(transaction, request(id))));
        return answers.get(0);
    }

    private void forget() throws SQLException {
        run("delete from tidings_handled");
    }

    @Test
    void what_a_commit_completed_is_asked_for_once() throws Exception {
        assertThat(claim("a")).isInstanceOf(Claim.Owned.class);
        assertThat(claim("a")).isInstanceOf(Claim.Completed.class);
        forget();

        assertThat(claim("a")).isInstanceOf(Claim.Completed.class);
        assertThat(store.claimAll(request("a"))).hasOnlyElementsOfType(Claim.Completed.class);
        assertThat(claim("b")).isInstanceOf(Claim.Owned.class);
    }

    @Test
    void what_was_only_claimed_is_not_kept() throws Exception {
        assertThat(claim("a")).isInstanceOf(Claim.Owned.class);
        forget();

        assertThat(claim("a")).isInstanceOf(Claim.Owned.class);
    }

    @Test
    void what_a_transaction_claimed_and_saw_itself_is_not_kept_since_it_may_be_rolled_back() {
        assertThatThrownBy(() -> store.inTransaction(transaction -> {
                    assertThat(store.claimAll(transaction, request("a"))).hasOnlyElementsOfType(Claim.Owned.class);
                    assertThat(store.claimAll(transaction, request("a"))).hasOnlyElementsOfType(Claim.Completed.class);
                    throw new IllegalStateException("the effect failed");
                }))
                .hasMessage("the effect failed");

        assertThat(store.claimAll(request("a"))).hasOnlyElementsOfType(Claim.Owned.class);
    }

    @Test
    void what_was_given_up_is_not_kept() throws Exception {
        store.inTransaction(transaction -> {
            Claim.Owned claim =
                    (Claim.Owned) store.claimAll(transaction, request("a")).get(0);
            store.claimAll(transaction, request("a"));
            store.giveUp(transaction, List.of(claim));
        });

        assertThat(claim("a")).isInstanceOf(Claim.Owned.class);
    }

    @Test
    void what_is_seen_in_a_transaction_that_began_elsewhere_is_not_kept() throws Exception {
        try (Connection own = database.getConnection()) {
            own.setAutoCommit(false);
            assertThat(store.claimAll(own, request("a"))).hasOnlyElementsOfType(Claim.Owned.class);
            assertThat(store.claimAll(own, request("a"))).hasOnlyElementsOfType(Claim.Completed.class);
            own.rollback();
            own.setAutoCommit(true);
        }

        assertThat(claim("a")).isInstanceOf(Claim.Owned.class);
    }

    @Test
    void it_answers_as_the_store_behind_where_it_knows_nothing_itself() {
        SQLException deadlock = new SQLException("deadlock", "40001");
        SQLException lost = new SQLException("lost", "08006");

        assertThat(store.isContention(deadlock)).isTrue();
        assertThat(store.isContention(lost)).isFalse();
        assertThat(store.isOutage(lost)).isTrue();
        assertThat(store.isOutage(deadlock)).isFalse();
        assertThat(store.isOneAtATime()).isFalse();
        IdempotencyStore plain = behind.oneAtATime();
        assertThat(CaffeineIdempotencyStore.inFrontOf(plain))
                .isInstanceOfSatisfying(
                        TransactionalIdempotencyStore.class,
                        transactional ->
                                assertThat(transactional.isOneAtATime()).isTrue());
    }

    @Test
    void however_little_it_keeps_and_however_often_it_is_restarted_each_effect_happens_once() throws Exception {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        Random random = new Random(seed);
        List<String> deliveries = deliveries(200, 4, random);
        int repeatedFromMemoryAlone = 0;
        CaffeineIdempotencyStore memory = CaffeineIdempotencyStore.create(10, HOUR);
        for (String id : deliveries) {
            if (random.nextInt(40) == 0) {
                store = (TransactionalIdempotencyStore) CaffeineIdempotencyStore.inFrontOf(behind, 10, HOUR);
            }
            store.inTransaction(transaction -> {
                if (store.claimAll(transaction, request(id)).get(0) instanceof Claim.Owned) {
                    run(transaction, "insert into effect values ('" + id + "')");
                }
            });
            if (memory.claimAll(request(id)).get(0) instanceof Claim.Owned owned) {
                repeatedFromMemoryAlone++;
                assertThat(memory.completeAll(List.of(owned))).isEmpty();
            }
        }

        System.out.printf(
                "row 37 (-Dtidings.seed=%d): %d deliveries of 200 events; effects with 10 keys in memory: %d,"
                        + " with the database behind: %d%n",
                seed, deliveries.size(), repeatedFromMemoryAlone, effects());
        assertThat(effects()).isEqualTo(200);
        assertThat(repeatedFromMemoryAlone).isGreaterThan(200);
    }

    private static List<String> deliveries(int events, int times, Random random) {
        List<String> deliveries = new ArrayList<>();
        IntStream.range(0, events).forEach(i -> deliveries.addAll(Collections.nCopies(times, "e" + i)));
        Collections.shuffle(deliveries, random);
        return deliveries;
    }

    private int effects() throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery("select count(distinct id), count(*) from effect")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getInt(1)).isEqualTo(result.getInt(2));
            return result.getInt(2);
        }
    }
}

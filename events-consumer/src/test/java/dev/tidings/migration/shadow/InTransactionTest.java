package dev.tidings.migration.shadow;

import static dev.tidings.migration.Outcomes.COMPARISON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.events.DomainEvent;
import dev.tidings.jdbc.internal.Sessions;
import dev.tidings.migration.Comparison;
import dev.tidings.migration.InMemoryOutcomeStore;
import dev.tidings.migration.Outcome;
import dev.tidings.migration.OutcomeStore;
import dev.tidings.migration.Report;
import dev.tidings.migration.Result;
import dev.tidings.migration.Side;
import dev.tidings.migration.Verdict.Kind;
import dev.tidings.migration.jdbc.OutcomeDatabase;
import dev.tidings.migration.shadow.Effects.Action;
import dev.tidings.migration.shadow.Recording.Probe;
import dev.tidings.migration.shadow.Recording.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Handlers in transactions, live and in a shadow, on a real database. */
class InTransactionTest {
    private static final Scope OLD = Scope.of(COMPARISON, Side.OLD);
    private static final Scope NEW = Scope.of(COMPARISON, Side.NEW);

    private final InMemoryOutcomeStore store = new InMemoryOutcomeStore();
    private final DomainEvent event = DomainEvent.of("order.placed", "order_id", 42);
    private final Recorder recorder = new Recorder(COMPARISON, store, Duration.ofSeconds(10));
    private OutcomeDatabase database = OutcomeDatabase.h2();

    static List<Supplier<OutcomeDatabase>> databases() {
        return List.of(OutcomeDatabase::postgresql, OutcomeDatabase::mariadb, OutcomeDatabase::h2);
    }

    private void on(Supplier<OutcomeDatabase> kind) {
        database.close();
        database = kind.get();
        database.run("create table TABLE_bills (order_id bigint primary key, total integer not null)");
    }

    @AfterEach
    void close() {
        recorder.close();
        database.close();
    }

    private void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(database.named(sql));
        }
    }

    private void bill(DomainEvent about, Connection transaction) throws SQLException {
        try (PreparedStatement insert =
                transaction.prepareStatement(database.named("insert into TABLE_bills values (?, 12)"))) {
            insert.setLong(1, about.longId("order_id"));
            insert.executeUpdate();
        }
    }

    private Map<String, Object> bills(DomainEvent about, Connection transaction) throws SQLException {
        try (Statement statement = transaction.createStatement();
                ResultSet row = statement.executeQuery(
                        database.named("select count(*), coalesce(sum(total), 0) from TABLE_bills"))) {
            assertThat(row.next()).isTrue();
            return Map.of("bills", row.getInt(1), "total", row.getInt(2), "order", about.longId("order_id"));
        }
    }

    private int kept() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return (int) bills(event, connection).getOrDefault("bills", 0);
        }
    }

    private void shadow(Transactional handler, Probe probe) throws Exception {
        Shadow shadow = new Shadow(COMPARISON, new SharedFlush(COMPARISON, store), recorder, Optional.empty());
        shadow.handle(new RolledBack(COMPARISON, new Sessions(database.dataSource())), NEW, event, handler, probe);
    }

    private void shadow(Transactional handler) throws Exception {
        shadow(handler, this::bills);
    }

    private void live(Live live, Transactional handler, Probe probe) throws Exception {
        try (Connection transaction = database.dataSource().getConnection()) {
            transaction.setAutoCommit(false);
            live.handle(OLD, event, transaction, handler, probe);
            transaction.commit();
        }
    }

    private Outcome outcome(OutcomeStore from) {
        List<Outcome> outcomes = from.after(COMPARISON, "", 10);
        assertThat(outcomes).hasSize(1);
        return outcomes.get(0);
    }

    private static final Result BILLED = Result.effect(Map.of("bills", 1, "total", 12, "order", 42));

    @ParameterizedTest
    @MethodSource("databases")
    void one_handler_live_and_in_a_shadow_gives_equal_outcomes(Supplier<OutcomeDatabase> kind) throws Exception {
        on(kind);
        Transactional handler = (about, transaction, effects) -> {
            bill(about, transaction);
            effects.perform("mail", Map.of("to", "jo"), () -> {});
        };
        shadow(handler);
        assertThat(kept()).isZero();
        live(new Live(recorder, Optional.empty()), handler, this::bills);
        assertThat(kept()).isEqualTo(1);
        recorder.close();

        Report report = Comparison.of(COMPARISON, store).report();
        assertThat(report.exitCode()).isZero();
    }

    /** What a handler may do to end a transaction that is not its own, or to get away from it. */
    private List<Action> escapes(Connection transaction) throws SQLException {
        Statement statement = transaction.createStatement();
        return List.of(
                transaction::commit,
                transaction::close,
                transaction::rollback,
                () -> transaction.abort(Runnable::run),
                () -> transaction.setAutoCommit(true),
                () -> transaction.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE),
                () -> transaction.unwrap(Connection.class),
                () -> statement.execute("commit"),
                () -> statement.addBatch(" /* now */ COMMIT"),
                () -> transaction.prepareStatement("rollback").close(),
                () -> statement.getConnection().commit(),
                () -> statement.unwrap(Statement.class),
                () -> transaction.getMetaData().getConnection().commit(),
                () -> {
                    try (ResultSet row = statement.executeQuery("select 1")) {
                        row.getStatement().getConnection().commit();
                    }
                },
                () -> transaction.prepareStatement("select 1").getConnection().close());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void a_shadow_leaves_nothing_behind_even_if_its_handler_tries_to(Supplier<OutcomeDatabase> kind) throws Exception {
        on(kind);
        AtomicInteger refused = new AtomicInteger();
        shadow((about, transaction, effects) -> {
            bill(about, transaction);
            for (Action escape : escapes(transaction)) {
                assertThatThrownBy(escape::run)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("could end or leave the transaction");
                refused.incrementAndGet();
            }
            assertThat(transaction.isWrapperFor(Connection.class)).isFalse();
            assertThat(new HashSet<>(List.of(transaction))).contains(transaction);
        });

        assertThat(refused).hasValue(15);
        assertThat(kept()).isZero();
        assertThat(outcome(store).result()).isEqualTo(BILLED);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void a_shadow_whose_handler_throws_leaves_nothing_behind(Supplier<OutcomeDatabase> kind) throws Exception {
        on(kind);

        assertThatThrownBy(() -> shadow((about, transaction, effects) -> {
                    bill(about, transaction);
                    throw new IllegalStateException("v2 cannot");
                }))
                .hasMessage("v2 cannot");
        assertThatThrownBy(() -> shadow((about, transaction, effects) -> {
                    bill(about, transaction);
                    throw new AssertionError("nor this");
                }))
                .isInstanceOf(AssertionError.class);

        assertThat(kept()).isZero();
        assertThat(outcome(store).result()).isEqualTo(Result.failed("IllegalStateException: v2 cannot"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void a_failed_statement_that_is_caught_leaves_nothing_behind(Supplier<OutcomeDatabase> kind) throws Exception {
        on(kind);
        Transactional handler = (about, transaction, effects) -> {
            bill(about, transaction);
            assertThatThrownBy(() -> bill(about, transaction)).isInstanceOf(SQLException.class);
        };
        if (isPostgreSql()) {
            assertThatThrownBy(() -> shadow(handler)).hasMessageContaining("current transaction is aborted");
            assertThatThrownBy(() -> live(new Live(recorder, Optional.empty()), handler, this::bills))
                    .hasMessageContaining("current transaction is aborted");
            recorder.close();
            assertThat(Comparison.of(COMPARISON, store).report().counts().of(Kind.BOTH_FAILED))
                    .isEqualTo(1);
        } else {
            shadow(handler);
            assertThat(outcome(store).result()).isEqualTo(BILLED);
        }
        assertThat(kept()).isZero();
    }

    private boolean isPostgreSql() {
        return database.store().ddl().contains("collate \"C\"");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void a_transaction_that_is_ended_by_other_means_is_seen(Supplier<OutcomeDatabase> kind) throws Exception {
        on(kind);
        String committing = isPostgreSql()
                ? "select 1; commit"
                : database.store().ddl().contains("InnoDB")
                        ? "analyze table TABLE_bills"
                        : "comment on table TABLE_bills is 'x'";

        assertThatThrownBy(() -> shadow((about, transaction, effects) -> run(transaction, committing)))
                .hasMessageContaining("the transaction of the shadow was ended within it");

        assertThat(outcome(store).result().toString()).contains("was ended within it");
    }

    @Test
    void a_deadlock_has_the_handler_called_again_with_new_effects() throws Exception {
        on(OutcomeDatabase::h2);
        AtomicInteger calls = new AtomicInteger();
        shadow((about, transaction, effects) -> {
            bill(about, transaction);
            effects.perform("mail", Map.of(), () -> {});
            if (calls.incrementAndGet() < 3) {
                throw new IllegalStateException(new SQLException("deadlock", "40001"));
            }
        });

        assertThat(calls).hasValue(3);
        assertThat(outcome(store).result().toString()).contains("{\"bills\":1,\"mail\":[{}],");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void an_exact_outcome_is_there_if_and_only_if_the_effect_is(Supplier<OutcomeDatabase> kind) throws Exception {
        on(kind);
        OutcomeStore exact = database.store().createTables();
        Live live = new Live(recorder, Optional.of(database.store()));
        Transactional handler = (about, transaction, effects) -> bill(about, transaction);
        try (Connection transaction = database.dataSource().getConnection()) {
            transaction.setAutoCommit(false);
            live.handle(OLD, event, transaction, handler, this::bills);
            transaction.rollback();
        }
        assertThat(exact.after(COMPARISON, "", 10)).isEmpty();

        live(live, handler, this::bills);

        assertThat(kept()).isEqualTo(1);
        assertThat(outcome(exact).result()).isEqualTo(BILLED);
        assertThat(recorder.lost()).isZero();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void an_exact_outcome_that_cannot_be_written_does_not_undo_the_effect(Supplier<OutcomeDatabase> kind)
            throws Exception {
        on(kind);
        Live live = new Live(recorder, Optional.of(database.store()));

        live(live, (about, transaction, effects) -> bill(about, transaction), this::bills);

        assertThat(kept()).isEqualTo(1);
        assertThat(recorder.lost()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void a_probe_that_fails_is_recorded_and_does_not_undo_the_effect(Supplier<OutcomeDatabase> kind) throws Exception {
        on(kind);
        Probe failing = (about, transaction) -> {
            run(transaction, "select no_such_column from TABLE_bills");
            return Map.of();
        };

        live(new Live(recorder, Optional.empty()), (about, transaction, effects) -> bill(about, transaction), failing);
        recorder.close();

        assertThat(kept()).isEqualTo(1);
        assertThat(outcome(store).result().toString()).contains("the probe failed: ");
    }

    @Test
    void a_live_handler_that_throws_is_recorded_outside_of_its_transaction() throws Exception {
        on(OutcomeDatabase::h2);
        Live live = new Live(recorder, Optional.of(database.store().createTables()));
        List<Connection> seen = new ArrayList<>();

        assertThatThrownBy(() -> live(
                        live,
                        (about, transaction, effects) -> {
                            seen.add(transaction);
                            throw new IllegalStateException("no");
                        },
                        this::bills))
                .hasMessage("no");
        recorder.close();

        assertThat(seen).hasSize(1);
        assertThat(outcome(store).result()).isEqualTo(Result.failed("IllegalStateException: no"));
    }
}

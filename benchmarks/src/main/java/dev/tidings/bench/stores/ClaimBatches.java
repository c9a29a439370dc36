package dev.tidings.bench.stores;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidings.bench.Row;
import dev.tidings.bench.Site;
import dev.tidings.bench.rig.Postgres;
import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.ClaimRequest;
import dev.tidings.idempotency.IdempotencyKey;
import dev.tidings.idempotency.jdbc.JdbcIdempotencyStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** New keys, claimed and completed in PostgreSQL over one connection, a hundred at a time. */
record ClaimBatches() implements Row {
    private static final int BATCH = 100;
    private static final String TABLE = "bench_handled";
    private static final String KEY = " where consumer = 'bench' and source = 'shop' and event_id = ?";

    @Override
    public String name() {
        return "claim-batches";
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public double ours(Run run) throws Exception {
        return onFreshTable((store, database) -> {
            long start = System.nanoTime();
            for (int done = 0; done < run.events(); done += BATCH) {
                List<ClaimRequest> batch = new ArrayList<>(BATCH);
                for (int i = 0; i < BATCH; i++) {
                    batch.add(new ClaimRequest(new IdempotencyKey("bench", "shop", Site.eventId()), 7));
                }
                List<Claim.Owned> owned = store.claimAll(batch).stream()
                        .map(Claim.Owned.class::cast)
                        .toList();
                if (!store.completeAll(owned).isEmpty()) {
                    throw new IllegalStateException("a claim was lost");
                }
            }
            return Site.rate(run.events(), start);
        });
    }

    /** What is measured on the tables, with nothing in them. */
    @FunctionalInterface
    private interface Measured {
        double on(JdbcIdempotencyStore store, HikariDataSource database) throws SQLException;
    }

    private static double onFreshTable(Measured measured) throws SQLException {
        try (HikariDataSource database = Postgres.open()) {
            Postgres.drop(database, TABLE, TABLE + "_version");
            try (JdbcIdempotencyStore store =
                    JdbcIdempotencyStore.on(database).table(TABLE).createTables()) {
                return measured.on(store, database);
            } finally {
                Postgres.drop(database, TABLE, TABLE + "_version");
            }
        }
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(
                new Baseline("claim-per-message", run -> oneByOne(run, true)),
                new Baseline("claim-per-message-without-completion", run -> oneByOne(run, false)));
    }

    /** Plain statements on the same table, a commit each, of a tenth of the events. */
    private static double oneByOne(Run run, boolean isCompleted) throws SQLException {
        Run fewer = run.oneIn(10);
        return onFreshTable((store, database) -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement claim = connection.prepareStatement("insert into " + TABLE
                            + " values ('bench', 'shop', ?, 0, 1, 7, 1) on conflict do nothing");
                    PreparedStatement complete = connection.prepareStatement(
                            "update " + TABLE + " set state = 1, until = 2" + KEY + " and fence = 1")) {
                long start = System.nanoTime();
                for (int i = 0; i < fewer.events(); i++) {
                    String event = Site.eventId();
                    update(claim, event);
                    if (isCompleted) {
                        update(complete, event);
                    }
                }
                return Site.rate(fewer.events(), start);
            }
        });
    }

    private static void update(PreparedStatement statement, String event) throws SQLException {
        statement.setString(1, event);
        if (statement.executeUpdate() != 1) {
            throw new IllegalStateException("not one row was written");
        }
    }
}

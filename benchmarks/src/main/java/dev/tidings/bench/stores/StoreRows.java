package dev.tidings.bench.stores;

import dev.tidings.bench.Row;
import java.util.List;

/** What it costs to remember what was handled. */
public final class StoreRows {
    private StoreRows() {}

    /** In the order of the table. */
    public static List<Row> all() {
        return List.of(
                new EndToEnd(Way.CAFFEINE),
                new EndToEnd(Way.REDIS),
                new EndToEnd(Way.POSTGRESQL_LEASE),
                new EndToEnd(Way.POSTGRESQL_TRANSACTIONAL),
                new EndToEnd(Way.POSTGRESQL_BATCH),
                new ClaimBatches());
    }

    /** Used where another row is held against it. */
    public static Row postgresqlTransactional() {
        return new EndToEnd(Way.POSTGRESQL_TRANSACTIONAL);
    }
}

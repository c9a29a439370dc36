package dev.tidings.idempotency.jdbc;

import dev.tidings.idempotency.StoreConformance;
import dev.tidings.idempotency.StoreFixture;

class PostgresConformanceTest extends StoreConformance {

    @Override
    protected StoreFixture start() {
        return JdbcFixture.pooled(TestDatabase.postgresql());
    }
}

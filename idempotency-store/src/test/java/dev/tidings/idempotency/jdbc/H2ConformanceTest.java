package dev.tidings.idempotency.jdbc;

import dev.tidings.idempotency.StoreConformance;
import dev.tidings.idempotency.StoreFixture;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class H2ConformanceTest extends StoreConformance {

    @Override
    protected StoreFixture start() {
        return JdbcFixture.pooled(TestDatabase.h2());
    }
}

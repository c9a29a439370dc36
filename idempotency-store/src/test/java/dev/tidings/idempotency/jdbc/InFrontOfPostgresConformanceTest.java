package dev.tidings.idempotency.jdbc;

import dev.tidings.idempotency.StoreConformance;
import dev.tidings.idempotency.StoreFixture;
import dev.tidings.idempotency.TwoLevelFixture;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class InFrontOfPostgresConformanceTest extends StoreConformance {

    @Override
    protected StoreFixture start() {
        return new TwoLevelFixture(JdbcFixture.pooled(TestDatabase.postgresql()));
    }
}

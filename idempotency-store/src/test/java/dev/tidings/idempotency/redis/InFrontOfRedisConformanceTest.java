package dev.tidings.idempotency.redis;

import dev.tidings.idempotency.StoreConformance;
import dev.tidings.idempotency.StoreFixture;
import dev.tidings.idempotency.TwoLevelFixture;

class InFrontOfRedisConformanceTest extends StoreConformance {

    @Override
    protected StoreFixture start() {
        return new TwoLevelFixture(RedisFixture.start());
    }
}

package dev.tidings.idempotency.redis;

import dev.tidings.idempotency.StoreConformance;
import dev.tidings.idempotency.StoreFixture;

class RedisConformanceTest extends StoreConformance {

    @Override
    protected StoreFixture start() {
        return RedisFixture.start();
    }
}

package dev.tidings.idempotency;

import java.util.Collection;
import java.util.List;
import java.util.Set;

class CaffeineConformanceTest extends StoreConformance {

    @Override
    protected StoreFixture start() {
        return new Memory();
    }

    /** Every instance has a memory of its own. */
    private static final class Memory implements StoreFixture {
        @Override
        public Set<Guarantee> guarantees() {
            return Set.of();
        }

        @Override
        public IdempotencyStore open() {
            return CaffeineIdempotencyStore.create();
        }

        @Override
        public void endLeases(Collection<IdempotencyKey> keys) {
            // It has none.
        }

        @Override
        public Class<? extends Opener> opener() {
            return NewMemory.class;
        }

        @Override
        public List<String> address() {
            return List.of();
        }

        @Override
        public void close() {
            // It ends with this process.
        }
    }

    static final class NewMemory implements StoreFixture.Opener {
        @Override
        public IdempotencyStore open(List<String> address) {
            return CaffeineIdempotencyStore.create();
        }
    }
}

package dev.tidings.idempotency;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** A memory in front of another store, of which each instance has its own. It promises what the other one does. */
public final class TwoLevelFixture implements StoreFixture {
    private final StoreFixture behind;

    /** Closes what is behind with itself. */
    public TwoLevelFixture(StoreFixture behind) {
        this.behind = behind;
    }

    @Override
    public Set<Guarantee> guarantees() {
        return behind.guarantees();
    }

    @Override
    public IdempotencyStore open() {
        return CaffeineIdempotencyStore.inFrontOf(behind.open());
    }

    @Override
    public void endLeases(Collection<IdempotencyKey> keys) {
        behind.endLeases(keys);
    }

    static final class Another implements Opener {
        @Override
        public IdempotencyStore open(List<String> address) {
            try {
                Constructor<? extends Opener> behind =
                        Class.forName(address.get(0)).asSubclass(Opener.class).getDeclaredConstructor();
                behind.setAccessible(true);
                return CaffeineIdempotencyStore.inFrontOf(
                        behind.newInstance().open(address.subList(1, address.size())));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public Class<? extends Opener> opener() {
        return Another.class;
    }

    @Override
    public List<String> address() {
        List<String> address = new ArrayList<>(List.of(behind.opener().getName()));
        address.addAll(behind.address());
        return address;
    }

    @Override
    public void close() {
        behind.close();
    }
}

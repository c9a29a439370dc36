package dev.tidings.mirror;

import dev.tidings.owner.EntityKey;
import dev.tidings.testkit.mirror.MirrorTargetContract;
import java.util.Optional;

class InMemoryMirrorTest extends MirrorTargetContract<String> {
    private final InMemoryMirror<String> mirror = InMemoryMirror.create();

    @Override
    protected MirrorTarget<String> target() {
        return mirror;
    }

    @Override
    protected String value(long number) {
        return "value " + number;
    }

    @Override
    protected Optional<String> stored(EntityKey entity) {
        return mirror.get(entity);
    }
}

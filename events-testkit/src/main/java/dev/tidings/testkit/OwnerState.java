package dev.tidings.testkit;

import dev.tidings.owner.Version;
import dev.tidings.state.EntityVersion;
import dev.tidings.state.State;

/** What an owner was told to have. */
final class OwnerState {
    private final Version version;
    private final byte[] json;

    OwnerState(Version version, byte[] json) {
        this.version = version;
        this.json = json;
    }

    State state() {
        return State.json(version.number(), json).incarnation(version.incarnation());
    }

    <K> EntityVersion<K> versionOf(K id) {
        return new EntityVersion<>(id, version.incarnation(), version.number());
    }
}

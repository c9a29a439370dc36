package dev.tidings.consumer;

import dev.tidings.events.CheckReturnValue;
import dev.tidings.idempotency.IdempotencyStore;
import java.time.Duration;
import java.util.Optional;

/**
 * How events are recognised that were handled before.
 *
 * @param keys which events can be, and by what
 * @param store where they are remembered; empty for one in memory
 * @param longestWait so long an event may wait before it comes
 * @param share with whom the claims are shared, and the work
 */
@CheckReturnValue
record Claims(Keys keys, Optional<IdempotencyStore> store, Duration longestWait, Optional<Share> share) {
    private static final Duration LONGEST_WAIT = Duration.ofDays(7);

    static Claims usual() {
        return new Claims(Keys.ofUuids(), Optional.empty(), LONGEST_WAIT, Optional.empty());
    }

    Claims withKeys(Keys other) {
        return new Claims(other, store, longestWait, share);
    }

    Claims withStore(IdempotencyStore other) {
        return new Claims(keys, Optional.of(other), longestWait, share);
    }

    Claims withLongestWait(Duration other) {
        return new Claims(keys, store, other, share);
    }

    Claims withShare(Share other) {
        return new Claims(keys, store, longestWait, Optional.of(other));
    }
}

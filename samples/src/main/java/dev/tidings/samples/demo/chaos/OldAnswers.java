package dev.tidings.samples.demo.chaos;

import dev.tidings.samples.demo.users.User;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;

/** A cache before the owner that should not be there: now and then it gives the answer of the last time. */
final class OldAnswers implements LongFunction<Optional<User>> {
    private static final int ONE_IN = 20;

    private final LongFunction<Optional<User>> truth;
    private final Random random;
    private final Map<Long, Optional<User>> last = new ConcurrentHashMap<>();
    private final AtomicInteger given = new AtomicInteger();

    OldAnswers(LongFunction<Optional<User>> truth, Random random) {
        this.truth = truth;
        this.random = random;
    }

    @Override
    public Optional<User> apply(long id) {
        Optional<User> now = truth.apply(id);
        Optional<User> before = last.getOrDefault(id, now);
        if (random.nextInt(ONE_IN) == 0 && !before.equals(now)) {
            given.incrementAndGet();
            return before;
        }
        last.put(id, now);
        return now;
    }

    int given() {
        return given.get();
    }
}

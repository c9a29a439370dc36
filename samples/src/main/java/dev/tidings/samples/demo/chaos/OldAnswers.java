package dev.tidings.samples.demo.chaos;

import dev.tidings.samples.demo.users.User;
import dev.tidings.samples.demo.users.Users;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A replica of the owner's data that lags: now and then it has what it had when it was asked the last time. */
final class OldAnswers implements Users {
    private static final int ONE_IN = 20;

    private final Users truth;
    private final Random random;
    private final Map<Long, Optional<User>> last = new ConcurrentHashMap<>();
    private final AtomicInteger given = new AtomicInteger();

    OldAnswers(Users truth, Random random) {
        this.truth = truth;
        this.random = random;
    }

    @Override
    public Map<Long, User> find(Collection<Long> ids) {
        Map<Long, User> now = truth.find(ids);
        Map<Long, User> answered = new LinkedHashMap<>();
        for (long id : ids) {
            answer(id, Optional.ofNullable(now.get(id))).ifPresent(user -> answered.put(id, user));
        }
        return answered;
    }

    private Optional<User> answer(long id, Optional<User> now) {
        Optional<User> before = last.getOrDefault(id, now);
        if (random.nextInt(ONE_IN) == 0 && !before.equals(now)) {
            given.incrementAndGet();
            return before;
        }
        last.put(id, now);
        return now;
    }

    @Override
    public List<User> list(Optional<Long> after, int limit) {
        return truth.list(after, limit);
    }

    int given() {
        return given.get();
    }
}

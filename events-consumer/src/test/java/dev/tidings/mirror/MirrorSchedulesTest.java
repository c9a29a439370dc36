package dev.tidings.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.tidings.events.DomainEvent;
import dev.tidings.owner.EntityKey;
import dev.tidings.owner.Owner;
import dev.tidings.owner.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Events shuffled, doubled and handled by two threads at once, asked about at an owner that answers from any moment of its history:
 * when all have been handled and the owner answers with what is, copies equal it. {@code -Dtidings.schedules=100000} for the long form,
 * {@code -Dtidings.seed=N} for one schedule again.
 */
@Timeout(3_600)
class MirrorSchedulesTest {
    private static final int USERS = 3;
    private static final int MOST_ROUNDS = 200;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    private volatile List<Story> stories = List.of();
    private final Resource<User> users = Owner.at("http://users.test")
            .collecting(Duration.ZERO)
            .interceptor(Story.answering(() -> stories))
            .json(new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE))
            .resource("/users/{user_id}", User.class);

    record User(long userId, int amount) {}

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void copies_equal_the_owner_in_the_end() throws Exception {
        Long given = Long.getLong("tidings.seed");
        int schedules = given == null ? Integer.getInteger("tidings.schedules", 10_000) : 1;
        long first = given == null ? ThreadLocalRandom.current().nextLong() : given;
        System.out.println("MirrorSchedulesTest: " + schedules + " schedules from -Dtidings.seed=" + first);
        for (int i = 0; i < schedules; i++) {
            run(first + i);
        }
    }

    private void run(long seed) throws Exception {
        Random random = new Random(seed);
        stories = Stream.iterate(0, user -> user + 1)
                .limit(USERS)
                .map(user -> new Story(user, 1 + random.nextInt(6), random))
                .toList();
        InMemoryMirror<User> copies = InMemoryMirror.create();
        Mirror<User> mirror = Mirror.of(users, copies);
        List<DomainEvent> events = shuffled(stories, random);
        for (int round = 0; !events.isEmpty(); round++) {
            if (round == 3) {
                stories.forEach(Story::calmDown);
            }
            assertThat(round).as("rounds, seed " + seed).isLessThan(MOST_ROUNDS);
            events = refreshed(mirror, events, random);
        }
        for (int user = 0; user < USERS; user++) {
            EntityKey entity = EntityKey.of("user_id", user);
            Copy copy = Objects.requireNonNull(copies.known(List.of(entity)).get(entity), "nothing, seed " + seed);
            boolean isThere = copy.state() == Copy.State.PRESENT;
            assertThat(isThere)
                    .as("whether user %d is there, seed %d", user, seed)
                    .isEqualTo(stories.get(user).end().isPresent());
            assertThat(copies.get(entity).map(User::amount))
                    .as("user %d, seed %d", user, seed)
                    .isEqualTo(stories.get(user).end());
        }
    }

    /** Each once to three times. */
    private static List<DomainEvent> shuffled(List<Story> stories, Random random) {
        List<DomainEvent> all = new ArrayList<>();
        for (Story story : stories) {
            for (DomainEvent event : story.events()) {
                all.addAll(Collections.nCopies(1 + random.nextInt(3), event));
            }
        }
        Collections.shuffle(all, random);
        return all;
    }

    /** Handled in batches, by two threads; what comes again is returned. */
    private List<DomainEvent> refreshed(Mirror<User> mirror, List<DomainEvent> events, Random random) throws Exception {
        List<Callable<List<DomainEvent>>> batches = new ArrayList<>();
        int from = 0;
        while (from < events.size()) {
            int to = Math.min(events.size(), from + 1 + random.nextInt(8));
            List<DomainEvent> batch = List.copyOf(events.subList(from, to));
            batches.add(() -> refreshed(mirror, batch));
            from = to;
        }
        List<DomainEvent> again = new ArrayList<>();
        for (Future<List<DomainEvent>> done : threads.invokeAll(batches)) {
            again.addAll(done.get());
        }
        Collections.shuffle(again, random);
        return again;
    }

    private static List<DomainEvent> refreshed(Mirror<User> mirror, List<DomainEvent> batch)
            throws InterruptedException {
        Map<DomainEvent, Exception> failures = mirror.refresh(batch);
        return batch.stream().filter(failures::containsKey).toList();
    }
}

package dev.tidings.testkit.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tidings.mirror.Change;
import dev.tidings.mirror.Copy;
import dev.tidings.mirror.Copy.State;
import dev.tidings.mirror.MirrorTarget;
import dev.tidings.owner.EntityKey;
import dev.tidings.owner.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link MirrorTarget} promises, as a JUnit suite. Extend it with a class that is a test for the target of yours.
 *
 * <p>Run it on data that nobody else uses. The tests use entities of their own, so nothing need be emptied between them. A random test
 * prints its seed, and takes it back from {@code -Dtidings.seed}.
 *
 * @param <T> what the owner answers
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class MirrorTargetContract<T> {
    private static final long DEADLINE = Duration.ofSeconds(30).toNanos();
    private static final int RACERS = 8;
    private static final List<State> STATES = List.of(State.values());

    private final AtomicLong entities =
            new AtomicLong(ThreadLocalRandom.current().nextLong(1L << 40));

    /** For classes that extend it. */
    protected MirrorTargetContract() {}

    /** The target. Several are used at once; each on a connection of its own shows the most, all of them on the same data. */
    protected abstract MirrorTarget<T> target();

    /** A value: another one for each number, and an equal one for an equal number. */
    protected abstract T value(long number);

    /** The value that is stored of an entity, however it is marked; empty if none is. */
    protected abstract Optional<T> stored(EntityKey entity);

    /** Another entity for each number. Default: its id {@code id} is the number. */
    protected EntityKey entity(long number) {
        return EntityKey.of("id", number);
    }

    private EntityKey fresh() {
        return entity(entities.incrementAndGet());
    }

    private List<EntityKey> fresh(int many) {
        return Stream.generate(this::fresh).limit(many).toList();
    }

    /** The value of a version is always the same. */
    private T valueOf(Version version) {
        return value(version.incarnation() * 1_000 + version.number());
    }

    private Change<T> change(State state, EntityKey entity, Version version) {
        return switch (state) {
            case PRESENT -> new Change.Put<>(entity, version, valueOf(version));
            case REMOVED -> new Change.Removed<>(entity, version);
            case MISSING -> new Change.Missing<>(entity, version);
        };
    }

    private void write(List<Change<T>> changes) {
        assertEquals(List.of(), target().apply(changes), "all are new, and none is refused");
    }

    private void assertThere(Copy expected) {
        EntityKey entity = expected.entity();
        assertEquals(Map.of(entity, expected), target().known(List.of(entity)));
        assertEquals(
                expected.state() == State.PRESENT ? Optional.of(valueOf(expected.version())) : Optional.empty(),
                stored(entity),
                () -> "the value of " + expected);
    }

    @TestFactory
    Stream<DynamicTest> each_change_is_written_where_its_rule_says_so_and_nowhere_else() {
        return Rule.cases().stream()
                .map(each -> dynamicTest(each.toString(), () -> {
                    EntityKey entity = fresh();
                    each.rule().there().ifPresent(state -> write(List.of(change(state, entity, Rule.VERSION))));
                    Change<T> comes = change(each.rule().comes(), entity, each.version());

                    assertEquals(each.isWritten() ? List.of() : List.of(comes), target().apply(List.of(comes)));

                    assertThere(each.expected(entity));
                }));
    }

    @Test
    void together_each_change_has_its_own_outcome() {
        Map<EntityKey, Rule.Case> cases =
                Rule.cases().stream().collect(Collectors.toMap(each -> fresh(), each -> each));
        List<Change<T>> there = new ArrayList<>();
        List<Change<T>> come = new ArrayList<>();
        Set<Change<T>> expected = new HashSet<>();
        cases.forEach((entity, each) -> {
            each.rule().there().ifPresent(state -> there.add(change(state, entity, Rule.VERSION)));
            Change<T> comes = change(each.rule().comes(), entity, each.version());
            come.add(comes);
            if (!each.isWritten()) {
                expected.add(comes);
            }
        });
        Collections.shuffle(come, new Random(Race.seed("the order of changes")));
        write(there);

        List<Change<T>> refused = target().apply(come);

        assertEquals(expected, Set.copyOf(refused));
        cases.forEach((entity, each) -> assertThere(each.expected(entity)));
    }

    @Test
    void a_change_that_comes_again_does_no_harm() {
        for (State state : STATES) {
            EntityKey entity = fresh();
            Change<T> change = change(state, entity, Rule.VERSION);
            write(List.of(change));

            List<Change<T>> refused = target().apply(List.of(change));

            assertEquals(state == State.PRESENT ? List.of(change) : List.of(), refused);
            assertThere(change.copy());
        }
    }

    @Test
    void nothing_is_asked_and_nothing_is_done() {
        assertEquals(Map.of(), target().known(List.of()));
        assertEquals(List.of(), target().apply(List.of()));
    }

    @Test
    void many_are_written_and_known_together_and_what_was_never_heard_of_is_absent() {
        List<EntityKey> many = fresh(1_234);
        List<EntityKey> others = fresh(10);
        List<Change<T>> changes = IntStream.range(0, many.size())
                .mapToObj(i -> change(STATES.get(i % STATES.size()), many.get(i), Version.of(i)))
                .toList();
        write(changes);

        Map<EntityKey, Copy> known =
                target().known(Stream.concat(many.stream(), others.stream()).toList());

        assertEquals(changes.stream().collect(Collectors.toMap(Change::entity, Change::copy)), known);
    }

    @Test
    void what_is_present_comes_once_page_by_page() {
        List<EntityKey> many = fresh(100);
        write(many.stream()
                .map(entity -> change(State.PRESENT, entity, Rule.VERSION))
                .toList());
        List<Change<T>> gone = List.of(
                change(State.REMOVED, many.get(7), Rule.HIGHER.get(0)),
                change(State.MISSING, many.get(50), Rule.HIGHER.get(0)));
        write(gone);

        List<Copy> found = Pages.of(target(), 9).stream()
                .filter(copy -> many.contains(copy.entity()))
                .toList();

        assertEquals(98, found.size());
        assertEquals(
                many.stream()
                        .filter(entity -> gone.stream()
                                .noneMatch(change -> change.entity().equals(entity)))
                        .map(entity -> new Copy(entity, Rule.VERSION, State.PRESENT))
                        .collect(Collectors.toSet()),
                Set.copyOf(found));
    }

    @Test
    void old_marks_are_forgotten_and_nothing_else() {
        EntityKey present = fresh();
        List<EntityKey> gone = fresh(1_100);
        write(List.of(change(State.PRESENT, present, Rule.VERSION)));
        write(IntStream.range(0, gone.size())
                .mapToObj(i -> change(i % 2 == 0 ? State.REMOVED : State.MISSING, gone.get(i), Rule.VERSION))
                .toList());

        assertEquals(0, target().forget(Duration.ofHours(1)), "no mark is that old");
        assertEquals(gone.size(), target().known(gone).size());
        forgetAll(gone);

        assertEquals(0, target().forget(Duration.ofHours(1)));
        assertThere(new Copy(present, Rule.VERSION, State.PRESENT));
        Change<T> older = change(State.PRESENT, gone.get(0), Rule.LOWER.get(0));
        write(List.of(older));
        assertThere(older.copy());
    }

    private void forgetAll(List<EntityKey> gone) {
        long start = System.nanoTime();
        int unused = 0;
        while (!target().known(gone).isEmpty()) {
            assertTrue(System.nanoTime() - start < DEADLINE, "some marks were not forgotten");
            unused += target().forget(Duration.ZERO);
        }
    }

    @Test
    void of_many_who_put_the_same_version_at_once_one_is_told_that_it_did() throws Exception {
        List<EntityKey> many = fresh(20);
        List<List<Change<T>>> rising = IntStream.range(1, 11)
                .mapToObj(number -> many.stream()
                        .map(entity -> change(State.PRESENT, entity, Version.of(number)))
                        .toList())
                .toList();

        List<Change<T>> written = race(Collections.nCopies(RACERS, rising));

        assertEquals(written.size(), Set.copyOf(written).size(), "somebody was told so of what another had written");
        many.forEach(entity -> {
            assertThere(new Copy(entity, Version.of(10), State.PRESENT));
            assertTrue(written.contains(change(State.PRESENT, entity, Version.of(10))));
        });
    }

    @Test
    void whatever_many_do_at_once_the_end_is_what_the_rules_say() throws Exception {
        long seed = Race.seed("changes at once");
        Random random = new Random(seed);
        List<EntityKey> few = fresh(12);
        List<List<List<Change<T>>>> lists = IntStream.range(0, RACERS)
                .mapToObj(racer -> IntStream.range(0, 40)
                        .mapToObj(i -> someOf(few, random))
                        .toList())
                .toList();
        List<Change<T>> came =
                lists.stream().flatMap(List::stream).flatMap(List::stream).toList();

        List<Change<T>> written = race(lists);
        assertEnd(few, came, written, seed);
        for (List<Change<T>> again : lists.get(0)) {
            List<Change<T>> refused = target().apply(again);
            assertTrue(again.containsAll(refused));
        }
        assertEnd(few, came, written, seed);
    }

    private void assertEnd(List<EntityKey> few, List<Change<T>> came, List<Change<T>> written, long seed) {
        Map<EntityKey, Copy> found = target().known(few);
        for (EntityKey entity : few) {
            Optional<Copy> copy = Optional.ofNullable(found.get(entity));
            History.of(entity, came, written, "-Dtidings.seed=" + seed).assertEndsAs(copy);
            copy.ifPresent(this::assertThere);
        }
    }

    /** Of one to six entities, with versions so few that they meet. */
    private List<Change<T>> someOf(List<EntityKey> few, Random random) {
        List<EntityKey> shuffled = new ArrayList<>(few);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, 1 + random.nextInt(6)).stream()
                .map(entity -> change(
                        STATES.get(random.nextInt(STATES.size())),
                        entity,
                        new Version(random.nextInt(3), random.nextInt(8))))
                .toList();
    }

    private List<Change<T>> race(List<List<List<Change<T>>>> lists) throws Exception {
        return Race.run(Stream.generate(this::target).limit(lists.size()).toList(), lists);
    }
}

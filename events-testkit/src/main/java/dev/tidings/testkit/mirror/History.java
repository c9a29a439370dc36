package dev.tidings.testkit.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.mirror.Change;
import dev.tidings.mirror.Copy;
import dev.tidings.mirror.Copy.State;
import dev.tidings.owner.EntityKey;
import dev.tidings.owner.Version;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What came for one entity, in whatever order, and what the target said that it wrote. The rules leave open only which of a
 * {@link Change.Put} and a {@link Change.Missing} of one version comes last.
 */
record History<T>(EntityKey entity, List<Change<T>> came, List<Change<T>> written, String seed) {

    static <T> History<T> of(EntityKey entity, List<Change<T>> came, List<Change<T>> written, String seed) {
        return new History<>(entity, only(came, entity), only(written, entity), seed);
    }

    private static <T> List<Change<T>> only(List<Change<T>> changes, EntityKey entity) {
        return changes.stream().filter(change -> change.entity().equals(entity)).toList();
    }

    /** And each was told truly what it wrote. */
    void assertEndsAs(Optional<Copy> end) {
        assertEquals(came.isEmpty(), end.isEmpty(), () -> "whether nothing is there: " + this);
        end.ifPresent(copy -> {
            assertEnd(copy);
            assertToldTheTruth();
        });
    }

    private void assertEnd(Copy found) {
        Version last = came.stream()
                .map(Change::version)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        assertEquals(last, found.version(), () -> "the last version of " + this);
        Set<State> possible = came.stream()
                .filter(change -> change.version().equals(last))
                .map(change -> change.copy().state())
                .collect(Collectors.toSet());
        Set<State> expected = possible.contains(State.REMOVED) ? Set.of(State.REMOVED) : possible;
        assertTrue(expected.contains(found.state()), () -> found.state() + " instead of " + expected + ": " + this);
        assertTrue(
                written.stream().map(Change::copy).anyMatch(found::equals),
                () -> "nobody was told that " + found + " was written: " + this);
    }

    /** A value is written once for each version, and once more for each time that it was missing. */
    private void assertToldTheTruth() {
        for (Version version : came.stream().map(Change::version).collect(Collectors.toSet())) {
            long puts = told(version, State.PRESENT);
            assertTrue(
                    puts <= 1 + told(version, State.MISSING),
                    () -> puts + " were told that they put version " + version + ": " + this);
        }
    }

    private long told(Version version, State state) {
        Copy copy = new Copy(entity, version, state);
        return written.stream().map(Change::copy).filter(copy::equals).count();
    }
}

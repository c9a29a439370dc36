package dev.tidings.testkit.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.tidings.mirror.Change;
import dev.tidings.mirror.Copy;
import dev.tidings.mirror.InMemoryMirror;
import dev.tidings.mirror.MirrorTarget;
import dev.tidings.owner.EntityKey;
import dev.tidings.owner.Version;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The contract finds what a target does wrong. */
class BrokenTargetsTest {

    /** A target that keeps the rules, for others to break one. */
    static class Whole extends MirrorTargetContract<String> implements MirrorTarget<String> {
        final InMemoryMirror<String> mirror = InMemoryMirror.create();

        @Override
        protected MirrorTarget<String> target() {
            return this;
        }

        @Override
        protected String value(long number) {
            return "value " + number;
        }

        @Override
        protected Optional<String> stored(EntityKey entity) {
            return mirror.get(entity);
        }

        @Override
        public Map<EntityKey, Copy> known(Collection<EntityKey> entities) {
            return mirror.known(entities);
        }

        @Override
        public List<Change<String>> apply(List<Change<String>> changes) {
            return mirror.apply(changes);
        }

        @Override
        public List<Copy> present(Optional<EntityKey> after, int atMost) {
            return mirror.present(after, atMost);
        }

        @Override
        public int forget(Duration olderThan) {
            return mirror.forget(olderThan);
        }
    }

    static class SaysThatAllIsWritten extends Whole {
        @Override
        public List<Change<String>> apply(List<Change<String>> changes) {
            List<Change<String>> unused = super.apply(changes);
            return List.of();
        }
    }

    static class TakesRemovedForMissing extends Whole {
        @Override
        public List<Change<String>> apply(List<Change<String>> changes) {
            return super.apply(changes.stream()
                    .map(change -> change instanceof Change.Removed<String> removed
                            ? new Change.Missing<String>(removed.entity(), removed.version())
                            : change)
                    .toList());
        }
    }

    static class ForgetsIncarnations extends Whole {
        @Override
        public List<Change<String>> apply(List<Change<String>> changes) {
            return super.apply(changes.stream()
                    .map(change -> change instanceof Change.Put<String> put
                            ? new Change.Put<>(
                                    put.entity(), Version.of(put.version().number()), put.value())
                            : change)
                    .toList());
        }
    }

    static class KeepsTheValueOfWhatIsGone extends Whole {
        @Override
        protected Optional<String> stored(EntityKey entity) {
            Copy there = known(List.of(entity)).get(entity);
            return there == null
                    ? Optional.empty()
                    : Optional.of(value(there.version().incarnation() * 1_000
                            + there.version().number()));
        }
    }

    static class ComparesFirstAndWritesThen extends Whole {
        @Override
        public List<Change<String>> apply(List<Change<String>> changes) {
            Map<EntityKey, Copy> there =
                    known(changes.stream().map(Change::entity).toList());
            LockSupport.parkNanos(1_000_000);
            List<Change<String>> refused = changes.stream()
                    .filter(change -> Optional.ofNullable(there.get(change.entity()))
                            .filter(copy -> !change.replaces(copy))
                            .isPresent())
                    .toList();
            List<Change<String>> unused = super.apply(changes);
            return refused;
        }
    }

    static class HasOnePageOnly extends Whole {
        @Override
        public List<Copy> present(Optional<EntityKey> after, int atMost) {
            return after.isEmpty() ? super.present(after, atMost) : List.of();
        }
    }

    static class ForgetsTooEarly extends Whole {
        @Override
        public int forget(Duration olderThan) {
            return super.forget(Duration.ofSeconds(-1));
        }
    }

    private static long failures(Class<?> suite) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(suite))
                .execute()
                .testEvents()
                .failed()
                .count();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                SaysThatAllIsWritten.class,
                TakesRemovedForMissing.class,
                ForgetsIncarnations.class,
                KeepsTheValueOfWhatIsGone.class,
                ComparesFirstAndWritesThen.class,
                HasOnePageOnly.class,
                ForgetsTooEarly.class
            })
    void a_broken_target_fails(Class<?> broken) {
        assertThat(failures(broken)).isPositive();
    }

    @Test
    void a_whole_one_does_not() {
        assertThat(failures(Whole.class)).isZero();
    }
}

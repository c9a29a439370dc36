package dev.tidings.mirror;

import dev.tidings.consumer.NotYetException;
import dev.tidings.events.DomainEvent;
import dev.tidings.owner.Answer;
import dev.tidings.owner.EntityKey;
import dev.tidings.owner.Question;
import dev.tidings.owner.Resource;
import dev.tidings.owner.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Events of one entity, and what is there of it: whether to ask the owner, and what its answer means for each of them.
 *
 * @param events none if it is asked for without any
 * @param copy what is there
 */
record Inquiry<T>(EntityKey entity, List<DomainEvent> events, Optional<Copy> copy, Resource<T> resource) {
    private static final Version NEVER = Version.of(0);

    /** Whether what is there is at least as new as all of these events. A mark that it is gone never is: it may be back. */
    boolean isMet() {
        return present()
                .filter(there -> events.stream().allMatch(event -> knows(there, event)))
                .isPresent();
    }

    private boolean knows(Version version, DomainEvent event) {
        return resource.floor(event).isPresent() && !isEarly(version, event);
    }

    Question question() {
        OptionalLong wanted = events.stream()
                .map(resource::wanted)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .max();
        return new Question(entity, wanted, present());
    }

    private Optional<Version> present() {
        return copy.filter(there -> there.state() == Copy.State.PRESENT).map(Copy::version);
    }

    /**
     * What to write.
     *
     * @param failures gets what is to be done again
     */
    Optional<Change<T>> conclude(Answer<T> answer, Map<DomainEvent, Exception> failures) {
        if (answer instanceof Answer.Found<T> found) {
            events.forEach(event -> checkKnown(found.version(), event, failures));
            return Optional.of(new Change.Put<>(entity, found.version(), found.value()));
        }
        if (answer instanceof Answer.Unchanged) {
            Version same = present().orElse(NEVER);
            events.forEach(event -> checkKnown(same, event, failures));
            return Optional.empty();
        }
        return gone(failures);
    }

    private void checkKnown(Version version, DomainEvent event, Map<DomainEvent, Exception> failures) {
        if (isEarly(version, event)) {
            failures.put(event, resource.early(event, version));
        }
    }

    /** What an event removed must have a later version to be there again, unless it is of a later incarnation. */
    private boolean isEarly(Version version, DomainEvent event) {
        boolean isLaterIncarnation = copy.filter(
                        there -> version.incarnation() > there.version().incarnation())
                .isPresent();
        OptionalLong floor = resource.floor(event);
        boolean isRemovedVersion =
                resource.isRemoval(event) && floor.isPresent() && version.number() == floor.getAsLong();
        return !isLaterIncarnation && (isRemovedVersion || resource.isEarly(version, event));
    }

    private Optional<Change<T>> gone(Map<DomainEvent, Exception> failures) {
        OptionalLong removal = events.stream()
                .filter(resource::isRemoval)
                .map(resource::floor)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .max();
        Version highest = copy.map(Copy::version).orElse(NEVER);
        boolean isGone = removal.isPresent() || events.isEmpty();
        for (DomainEvent event : events) {
            if (isBeforeRemoval(event, removal)) {
                continue;
            }
            try {
                resource.checkGone(event);
                isGone = true;
                Version told = numbered(resource.floor(event));
                highest = told.compareTo(highest) > 0 ? told : highest;
            } catch (NotYetException e) {
                failures.put(event, e);
            }
        }
        if (!isGone) {
            return Optional.empty();
        }
        Version removed = numbered(removal);
        return Optional.of(
                removal.isPresent() && removed.compareTo(highest) >= 0
                        ? new Change.Removed<>(entity, removed)
                        : new Change.Missing<>(entity, highest));
    }

    /** Whether one of these events, or an earlier one, says that it was removed after this. */
    private boolean isBeforeRemoval(DomainEvent event, OptionalLong removal) {
        OptionalLong floor = resource.floor(event);
        boolean isMarked = copy.filter(there -> there.state() == Copy.State.REMOVED)
                .filter(there -> floor.isPresent()
                        && floor.getAsLong() <= there.version().number())
                .isPresent();
        return isMarked || (floor.isPresent() && removal.isPresent() && floor.getAsLong() <= removal.getAsLong());
    }

    /** In the incarnation that is known. */
    private Version numbered(OptionalLong number) {
        return new Version(copy.map(there -> there.version().incarnation()).orElse(0L), number.orElse(0));
    }
}

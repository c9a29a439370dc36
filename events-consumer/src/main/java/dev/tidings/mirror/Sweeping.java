package dev.tidings.mirror;

import dev.tidings.owner.EntityKey;
import dev.tidings.owner.Page;
import dev.tidings.owner.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One sweep. For one thread. */
final class Sweeping<T> {
    private static final int PAGE = 500;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final Resource<T> resource;
    private final MirrorTarget<T> target;
    private final Repair<T> repair;
    private final Consumer<Sweep> progress;
    private final long start = System.nanoTime();
    /** Another one for each sweep: two entities of the same number are not taken for each other in the next one, too. */
    private final long salt = ThreadLocalRandom.current().nextLong();

    private final Set<Long> listed = new HashSet<>();
    private long seen;
    private long differed;
    private long vanished;
    private long repaired;
    private @Nullable Instant oldest;

    Sweeping(Resource<T> resource, MirrorTarget<T> target, Repair<T> repair, Consumer<Sweep> progress) {
        this.resource = resource;
        this.target = target;
        this.repair = repair;
        this.progress = progress;
    }

    Sweep run() throws InterruptedException {
        Optional<String> cursor = Optional.empty();
        do {
            Page page = resource.page(cursor);
            compare(page.entities());
            progress.accept(soFar());
            cursor = page.next();
        } while (cursor.isPresent());
        askForUnlisted();
        return soFar();
    }

    private void compare(List<Page.Listed> page) throws InterruptedException {
        Map<EntityKey, Copy> known =
                target.known(page.stream().map(Page.Listed::entity).toList());
        List<EntityKey> different = new ArrayList<>();
        for (Page.Listed one : page) {
            listed.add(number(one.entity()));
            if (differs(one, known.get(one.entity()))) {
                different.add(one.entity());
                one.changedAt()
                        .filter(at -> oldest == null || at.isBefore(oldest))
                        .ifPresent(at -> oldest = at);
            }
        }
        seen += page.size();
        differed += different.size();
        repaired += repair.of(different);
    }

    /** A mark that it is gone may be newer than the page. */
    private static boolean differs(Page.Listed one, @Nullable Copy copy) {
        if (copy == null) {
            return true;
        }
        int order = copy.version().compareTo(one.version());
        return order < 0 || (order == 0 && copy.state() == Copy.State.MISSING);
    }

    private void askForUnlisted() throws InterruptedException {
        Optional<EntityKey> after = Optional.empty();
        List<Copy> page = target.present(after, PAGE);
        while (!page.isEmpty()) {
            List<EntityKey> unlisted = page.stream()
                    .map(Copy::entity)
                    .filter(entity -> !listed.contains(number(entity)))
                    .toList();
            long gone = repair.of(unlisted);
            vanished += gone;
            repaired += gone;
            progress.accept(soFar());
            after = Optional.of(page.get(page.size() - 1).entity());
            page = target.present(after, PAGE);
        }
    }

    /** Of 64 bits, FNV-1a over the ids. */
    private long number(EntityKey entity) {
        long number = salt;
        for (String id : entity.ids().values()) {
            for (int i = 0; i < id.length(); i++) {
                number = (number ^ id.charAt(i)) * FNV_PRIME;
            }
            number = (number ^ '/') * FNV_PRIME;
        }
        return number;
    }

    private Sweep soFar() {
        return new Sweep(
                seen,
                differed,
                vanished,
                repaired,
                Optional.ofNullable(oldest).map(at -> Duration.between(at, Instant.now())),
                Duration.ofNanos(System.nanoTime() - start));
    }
}

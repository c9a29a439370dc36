package dev.tidings.consumer;

import dev.tidings.consumer.Attempt.HandlerFailedException;
import dev.tidings.consumer.Attempt.Outcome;
import dev.tidings.consumer.Folded.Work;
import dev.tidings.idempotency.CommitUnknownException;
import dev.tidings.idempotency.IdempotencyStoreException;
import dev.tidings.idempotency.TransactionalIdempotencyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;

/**
 * Claims and handles in one transaction, whose commit completes: effects in that database happen exactly once.
 *
 * <p>At first all events in one transaction without savepoints, which is fastest. If a handler fails, all is rolled back and repeated
 * with a savepoint for each, so that a failing one undoes only itself. Where others are in the way (a deadlock, a serialization failure),
 * it is repeated while no other worker of this instance has a transaction. If that does not help, or if the commit is refused, each half
 * of the events is on its own, down to one. Where it is not known whether a commit was made although the database answers, the claims
 * tell.
 */
final class TransactionalRun implements Run {
    private final TransactionalIdempotencyStore store;
    private final Handling handling;
    private final Attempt first;
    private final Crowd crowd;

    /** @param crowd shared by those who may be in each other's way */
    TransactionalRun(TransactionalIdempotencyStore store, Handling handling, Attempt first, Crowd crowd) {
        this.store = store;
        this.handling = handling;
        this.first = first;
        this.crowd = crowd;
    }

    @Override
    public void run(List<Work> works, Consumer<List<Decision>> settle) {
        if (store.isOneAtATime()) {
            works.forEach(work -> begin(List.of(work), crowd.usual(), settle));
        } else {
            begin(works, crowd.usual(), settle);
        }
    }

    private void begin(List<Work> works, Lock lock, Consumer<List<Decision>> settle) {
        List<Work> begun = new ArrayList<>(works.size());
        List<Decision> givenBack = new ArrayList<>(0);
        for (Work work : works) {
            if (handling.canBegin(work.arrival())) {
                begun.add(work);
            } else {
                givenBack.add(Decision.giveBack(work.arrival(), Optional.empty()));
            }
        }
        settle.accept(givenBack);
        if (!begun.isEmpty()) {
            attempt(first, begun, lock, settle);
        }
    }

    private void attempt(Attempt attempt, List<Work> works, Lock lock, Consumer<List<Decision>> settle) {
        List<Outcome> outcomes = new ArrayList<>(works.size());
        try {
            transact(attempt, works, lock, outcomes);
        } catch (CommitUnknownException e) {
            if (store.isOutage(e)) {
                throw e;
            }
            if (outcomes.stream().anyMatch(outcome -> outcome.claimed().isMine())) {
                ask(works, e.getCause() == null ? e : e.getCause(), lock, settle);
                return;
            }
        } catch (IdempotencyStoreException e) {
            throw e;
        } catch (HandlerFailedException e) {
            Throwable failure = e.getCause() == null ? e : e.getCause();
            Optional<Attempt> other = attempt.afterFailure();
            if (works.stream()
                    .map(Work::arrival)
                    .filter(e::isOf)
                    .allMatch(arrival -> handling.isNoFault(arrival, failure))) {
                settle.accept(paused(works, e, failure));
            } else if (works.size() > 1
                    && other.isPresent()
                    && !store.isContention(failure)
                    && !store.isOutage(failure)) {
                attempt(other.get(), works, lock, settle);
            } else {
                again(works, failure, lock, settle);
            }
            return;
        } catch (MovedException e) {
            sendOn(works, lock, settle);
            return;
        } catch (Exception e) {
            again(works, e, lock, settle);
            return;
        }
        settle.accept(outcomes.stream().map(this::decision).toList());
    }

    private void transact(Attempt attempt, List<Work> works, Lock lock, List<Outcome> outcomes) throws Exception {
        lock.lock();
        try {
            store.inTransaction(transaction -> {
                handling.forwarding().hold(transaction, works);
                outcomes.addAll(attempt.on(transaction, works));
            });
        } finally {
            lock.unlock();
        }
    }

    /** Some of them are not the group's own any more; nothing was done. */
    private void sendOn(List<Work> works, Lock lock, Consumer<List<Decision>> settle) {
        Set<Arrival> own = Collections.newSetFromMap(new IdentityHashMap<>());
        own.addAll(handling.forwarding().own(works.stream().map(Work::arrival).toList(), settle));
        if (own.size() == works.size()) {
            settle.accept(own.stream()
                    .map(arrival -> Decision.giveBack(arrival, Optional.empty()))
                    .toList());
        } else if (!own.isEmpty()) {
            begin(works.stream().filter(work -> own.contains(work.arrival())).toList(), lock, settle);
        }
    }

    private void ask(List<Work> works, Throwable failure, Lock lock, Consumer<List<Decision>> settle) {
        if (works.size() > 1) {
            again(works, failure, lock, settle);
        } else {
            attempt(new AskingAttempt(store, failure), works, lock, settle);
        }
    }

    private void again(List<Work> works, Throwable failure, Lock lock, Consumer<List<Decision>> settle) {
        if (store.isOutage(failure)) {
            throw new IdempotencyStoreException(
                    "the database went away within a transaction: " + failure.getMessage(), failure);
        }
        boolean contention = store.isContention(failure);
        if (contention && !lock.equals(crowd.alone())) {
            crowd.collided();
            begin(works, crowd.alone(), settle);
        } else if (works.size() > 1) {
            int half = works.size() / 2;
            begin(works.subList(0, half), lock, settle);
            begin(works.subList(half, works.size()), lock, settle);
        } else {
            Claimed alone = new Claimed(works.get(0).arrival(), Optional.empty());
            settle.accept(List.of(
                    contention
                            ? handling.laterAsThisAttempt(alone.arrival())
                            : handling.failed(alone, failure, Duration.ZERO)));
        }
    }

    /** Those that have failed come again later, the others as soon as there is no pause. */
    private List<Decision> paused(List<Work> works, HandlerFailedException e, Throwable failure) {
        return works.stream()
                .map(Work::arrival)
                .map(arrival -> e.isOf(arrival)
                        ? handling.failed(new Claimed(arrival, Optional.empty()), failure, Duration.ZERO)
                        : Decision.giveBack(arrival, Optional.empty()))
                .toList();
    }

    private Decision decision(Outcome outcome) {
        Claimed claimed = outcome.claimed();
        if (!claimed.isMine()) {
            return handling.notMine(claimed);
        }
        Claimed nothingLeft = new Claimed(claimed.arrival(), Optional.empty());
        return outcome.failure()
                .map(failure -> handling.failed(nothingLeft, failure, outcome.took()))
                .orElseGet(() -> Decision.committed(claimed.arrival(), outcome.took()));
    }
}

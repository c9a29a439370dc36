package dev.tidings.consumer;

import dev.tidings.broker.internal.Ticker;
import dev.tidings.idempotency.Claim;
import dev.tidings.idempotency.IdempotencyStore;
import dev.tidings.idempotency.IdempotencyStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews what is claimed while its handlers run, three times within each lease. */
final class Renewals implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Renewals.class);
    private static final int WITHIN_A_LEASE = 3;

    private final String group;
    private final IdempotencyStore store;
    private final Consumer<IdempotencyStoreException> trouble;
    private final Set<Kept> all = ConcurrentHashMap.newKeySet();
    private final Ticker clock;

    /** @param clock of its own, since a slow store is not to hold up anything else */
    Renewals(String group, IdempotencyStore store, Ticker clock, Consumer<IdempotencyStoreException> trouble) {
        this.group = group;
        this.store = store;
        this.trouble = trouble;
        this.clock = clock;
        store.lease().ifPresent(lease -> clock.every(lease.dividedBy(WITHIN_A_LEASE), this::renew));
    }

    /** Renews these claims until each is done. */
    Kept keep(List<Claimed> claimed) {
        Kept kept = new Kept(claimed);
        all.add(kept);
        return kept;
    }

    void renew() {
        List<Claim.Owned> open = new ArrayList<>();
        all.forEach(kept -> kept.addOpen(open));
        if (open.isEmpty()) {
            return;
        }
        try {
            List<Claim.Owned> lost = store.renewAll(open);
            // One that is lost may have been completed this moment, too. If it was not, its completion says so.
            log.debug("group {}: renewed {} claims, lost {}", group, open.size(), lost.size());
            all.forEach(kept -> kept.lost.addAll(lost));
        } catch (IdempotencyStoreException e) {
            trouble.accept(e);
        }
    }

    @Override
    public void close() {
        clock.close();
    }

    /** Claims whose handlers have not all returned. */
    final class Kept implements AutoCloseable {
        private final List<Claimed> claimed;
        private final Set<Claim.Owned> lost = ConcurrentHashMap.newKeySet();
        private int done;

        private Kept(List<Claimed> claimed) {
            this.claimed = claimed;
        }

        /** So many more need no renewal. */
        synchronized void done(int more) {
            done += more;
        }

        /** Whether somebody else may have it by now, so that it is better not begun. */
        boolean hasLost(Claimed one) {
            return one.owned().filter(lost::contains).isPresent();
        }

        private synchronized void addOpen(List<Claim.Owned> open) {
            claimed.subList(done, claimed.size()).forEach(one -> one.owned().ifPresent(open::add));
        }

        @Override
        public void close() {
            all.remove(this);
        }
    }
}

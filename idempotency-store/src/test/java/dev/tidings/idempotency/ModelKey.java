package dev.tidings.idempotency;

import static dev.tidings.idempotency.StoreFixture.Guarantee.LEASES;
import static dev.tidings.idempotency.StoreFixture.Guarantee.OUTLIVES_LEASES;

import java.util.Set;

/** What becomes of one key, by the protocol: the reference that stores are compared with. Claims are numbered from 1; 0 is none. */
final class ModelKey {
    private final Set<StoreFixture.Guarantee> guarantees;
    private int owner;
    private boolean isEnded;
    private int completedBy;
    private long content;

    ModelKey(Set<StoreFixture.Guarantee> guarantees) {
        this.guarantees = guarantees;
    }

    /** The kind of answer that a claim with this number gets. */
    Class<? extends Claim> claim(int number, long fingerprint) {
        if (completedBy != 0) {
            return fingerprint == content ? Claim.Completed.class : Claim.Conflict.class;
        }
        if (owner != 0 && !isEnded) {
            return Claim.Busy.class;
        }
        owner = number;
        isEnded = false;
        return Claim.Owned.class;
    }

    void expire() {
        if (owner != 0 && guarantees.contains(LEASES)) {
            isEnded = true;
            if (!guarantees.contains(OUTLIVES_LEASES)) {
                owner = 0;
            }
        }
    }

    /** Whether it is done, or the claim is lost. */
    boolean renew(int number) {
        if (owner != number) {
            return false;
        }
        isEnded = false;
        return true;
    }

    void release(int number) {
        if (owner == number) {
            owner = 0;
        }
    }

    /** Whether it is done, or the claim is lost. */
    boolean complete(int number, long fingerprint) {
        if (owner != number) {
            return false;
        }
        owner = 0;
        completedBy = number;
        content = fingerprint;
        return true;
    }

    /** Whether this very claim was completed; what doing so again answers is not said. */
    boolean isCompletedBy(int number) {
        return completedBy == number;
    }
}

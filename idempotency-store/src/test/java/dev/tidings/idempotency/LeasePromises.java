package dev.tidings.idempotency;

import static dev.tidings.idempotency.StoreFixture.Guarantee.LEASES;
import static dev.tidings.idempotency.StoreFixture.Guarantee.OUTLIVES_LEASES;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of keys whose owner is silent. */
interface LeasePromises extends StorePromises {

    default void endLease(String id) {
        fixture().endLeases(List.of(key(id)));
    }

    @Test
    default void a_store_has_a_lease_or_says_that_it_has_none() {
        assertThat(store().lease().isPresent()).isEqualTo(has(LEASES));
    }

    @Test
    default void busy_says_for_how_long_at_most() {
        String id = fresh();
        own(id);

        Duration remaining = ((Claim.Busy) claim(id)).remaining();

        assertThat(remaining).isPositive().isLessThanOrEqualTo(store().lease().orElse(remaining));
    }

    @Test
    default void a_key_whose_lease_has_ended_is_owned_by_the_next_who_claims_it_also_with_another_content() {
        String id = fresh();
        Claim.Owned silent = own(id);
        endLease(id);

        Claim next = store().claimAll(List.of(otherContent(id))).get(0);

        if (has(LEASES)) {
            assertThat(store().completeAll(List.of(silent))).containsExactly(silent);
            assertThat(store().renewAll(List.of(silent))).containsExactly(silent);
            store().releaseAll(List.of(silent));
            assertThat(claim(id)).isInstanceOf(Claim.Busy.class);
            complete(owned(next));
            assertThat(claim(id)).isEqualTo(new Claim.Conflict(key(id)));
        } else {
            assertThat(next).isInstanceOf(Claim.Busy.class);
            complete(silent);
        }
    }

    @Test
    default void whose_lease_has_ended_may_still_complete_or_is_told_that_it_is_too_late() {
        String id = fresh();
        Claim.Owned late = own(id);
        endLease(id);
        boolean isTooLate = has(LEASES) && !has(OUTLIVES_LEASES);

        assertThat(store().completeAll(List.of(late))).isEqualTo(isTooLate ? List.of(late) : List.of());

        assertThat(claim(id)).isInstanceOf(isTooLate ? Claim.Owned.class : Claim.Completed.class);
    }

    @Test
    default void whose_lease_has_ended_may_still_renew_it_or_is_told_that_it_is_too_late() {
        String id = fresh();
        Claim.Owned late = own(id);
        endLease(id);
        boolean isTooLate = has(LEASES) && !has(OUTLIVES_LEASES);

        assertThat(store().renewAll(List.of(late))).isEqualTo(isTooLate ? List.of(late) : List.of());

        assertThat(claim(id)).isInstanceOf(isTooLate ? Claim.Owned.class : Claim.Busy.class);
    }

    @Test
    default void what_is_completed_has_no_lease_that_could_end() {
        String id = fresh();
        complete(own(id));
        endLease(id);

        assertThat(claim(id)).isEqualTo(new Claim.Completed(key(id)));
    }
}

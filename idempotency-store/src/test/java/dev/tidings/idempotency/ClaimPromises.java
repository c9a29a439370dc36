package dev.tidings.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Claims, completions and releases of one instance. */
interface ClaimPromises extends StorePromises {

    @Test
    default void while_a_key_is_owned_every_other_claim_is_busy_whatever_its_content() {
        String id = fresh();
        own(id);

        List<Claim> others = new ArrayList<>(store().claimAll(requests(id)));
        others.addAll(store().claimAll(List.of(otherContent(id))));

        assertThat(others)
                .hasOnlyElementsOfType(Claim.Busy.class)
                .extracting(Claim::key)
                .containsOnly(key(id));
        assertThat(others)
                .allSatisfy(busy -> assertThat(((Claim.Busy) busy).remaining()).isPositive());
    }

    @Test
    default void what_is_completed_stays_completed() {
        String id = fresh();
        complete(own(id));

        assertThat(claim(id)).isEqualTo(new Claim.Completed(key(id)));
        assertThat(claim(id)).isEqualTo(new Claim.Completed(key(id)));
    }

    @Test
    default void the_same_id_with_another_content_is_a_conflict_and_changes_nothing() {
        String id = fresh();
        complete(own(id));

        assertThat(store().claimAll(List.of(otherContent(id)))).containsExactly(new Claim.Conflict(key(id)));

        assertThat(claim(id)).isEqualTo(new Claim.Completed(key(id)));
    }

    @Test
    default void what_is_released_can_be_owned_again_also_with_another_content() {
        String id = fresh();
        Claim.Owned first = own(id);
        store().releaseAll(List.of(first));

        Claim.Owned second = owned(store().claimAll(List.of(otherContent(id))).get(0));

        assertThat(second.fence()).isNotEqualTo(first.fence());
        complete(second);
        assertThat(claim(id)).isEqualTo(new Claim.Conflict(key(id)));
    }

    @Test
    default void a_claim_that_was_released_has_no_effect_on_the_next_owner() {
        String id = fresh();
        Claim.Owned lost = own(id);
        store().releaseAll(List.of(lost));
        Claim.Owned next = own(id);

        assertThat(store().completeAll(List.of(lost))).containsExactly(lost);
        assertThat(store().renewAll(List.of(lost))).containsExactly(lost);
        store().releaseAll(List.of(lost));

        assertThat(claim(id)).isInstanceOf(Claim.Busy.class);
        complete(next);
    }

    @Test
    default void what_is_completed_can_neither_be_released_nor_renewed() {
        String id = fresh();
        Claim.Owned claim = own(id);
        complete(claim);

        store().releaseAll(List.of(claim));

        assertThat(store().renewAll(List.of(claim))).containsExactly(claim);
        assertThat(claim(id)).isEqualTo(new Claim.Completed(key(id)));
    }

    @Test
    default void keys_differ_by_group_source_and_id_to_the_letter() {
        String id = fresh() + "a";
        complete(own(id));
        Set<IdempotencyKey> others = Set.of(
                new IdempotencyKey("search", "shop", id),
                new IdempotencyKey("billing", "users", id),
                new IdempotencyKey("billing", "", id),
                new IdempotencyKey("Billing", "shop", id),
                key(id.substring(0, id.length() - 1) + "A"),
                key(id.substring(0, id.length() - 1) + "ä"),
                key(id + " "),
                key(" " + id));

        List<Claim> answers = store().claimAll(
                        others.stream().map(key -> new ClaimRequest(key, 7)).toList());

        assertThat(answers).hasOnlyElementsOfType(Claim.Owned.class).hasSameSizeAs(others);
    }

    @Test
    default void every_string_can_be_part_of_a_key() {
        String id = fresh();
        List<ClaimRequest> odd = IntStream.range(0, 9)
                .mapToObj(i -> List.of(
                                "x".repeat(100),
                                "x".repeat(101),
                                "é".repeat(100),
                                "\uD83D\uDE00".repeat(50),
                                "\0",
                                "\uD800",
                                "'\"\\;%_{}",
                                "sha256:",
                                "a:b|c\tд")
                        .get(i))
                .map(part -> new ClaimRequest(new IdempotencyKey(part, part, id), 7))
                .toList();
        List<Claim.Owned> claims =
                store().claimAll(odd).stream().map(this::owned).toList();

        assertThat(store().completeAll(claims)).isEmpty();

        assertThat(store().claimAll(odd)).hasOnlyElementsOfType(Claim.Completed.class);
    }

    @Test
    default void every_fingerprint_can_be_told_from_every_other() {
        long[] fingerprints = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1, 1L << 53};
        for (long fingerprint : fingerprints) {
            IdempotencyKey key = key(fresh());
            complete(owned(store().claimAll(List.of(new ClaimRequest(key, fingerprint)))
                    .get(0)));
            for (long other : fingerprints) {
                assertThat(store().claimAll(List.of(new ClaimRequest(key, other))))
                        .containsExactly(fingerprint == other ? new Claim.Completed(key) : new Claim.Conflict(key));
            }
        }
    }

    @Test
    default void answers_come_in_the_order_asked() {
        String done = fresh();
        String taken = fresh();
        String other = fresh();
        complete(own(done), own(other));
        own(taken);
        List<ClaimRequest> asked =
                new ArrayList<>(List.of(request(fresh()), request(done), request(taken), otherContent(other)));
        Collections.shuffle(asked, new Random(Seed.of("the order of a mixed batch")));

        List<Claim> answers = store().claimAll(asked);

        assertThat(answers)
                .extracting(Claim::key)
                .containsExactlyElementsOf(asked.stream().map(ClaimRequest::key).toList());
        assertThat(answers)
                .hasAtLeastOneElementOfType(Claim.Owned.class)
                .hasAtLeastOneElementOfType(Claim.Completed.class)
                .hasAtLeastOneElementOfType(Claim.Busy.class)
                .hasAtLeastOneElementOfType(Claim.Conflict.class);
    }

    @Test
    default void a_thousand_keys_are_claimed_renewed_completed_and_recognised_together() {
        String id = fresh();
        List<ClaimRequest> many =
                IntStream.range(0, 1_000).mapToObj(i -> request(id + i)).toList();
        List<Claim.Owned> claims =
                store().claimAll(many).stream().map(this::owned).toList();
        Set<String> tokens = new HashSet<>();
        claims.forEach(claim -> tokens.add(claim.key() + "/" + claim.fence()));

        assertThat(tokens).hasSize(1_000);
        assertThat(store().renewAll(claims)).isEmpty();
        store().releaseAll(claims.subList(0, 10));
        assertThat(store().completeAll(claims)).containsExactlyElementsOf(claims.subList(0, 10));
        List<Claim> again = store().claimAll(many);
        assertThat(again.subList(0, 10)).hasOnlyElementsOfType(Claim.Owned.class);
        assertThat(again.subList(10, 1_000)).hasOnlyElementsOfType(Claim.Completed.class);
    }

    @Test
    default void nothing_is_asked_and_nothing_is_done() {
        assertThat(store().claimAll(List.of())).isEmpty();
        assertThat(store().completeAll(List.of())).isEmpty();
        assertThat(store().renewAll(List.of())).isEmpty();
        store().releaseAll(List.of());
    }

    @Test
    default void it_says_what_it_promises_and_is_set_up_right() {
        store().check();

        assertThat(store().promise()).isNotBlank();
    }
}

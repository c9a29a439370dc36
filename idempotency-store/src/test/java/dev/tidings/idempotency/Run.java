package dev.tidings.idempotency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One interleaving on a key of its own: who does what next, and what the model says comes of it. */
final class Run {
    /** Of an actor. */
    record Step(int actor, Op op) {}

    /** What an actor owned last, and its number in the model. */
    private record Mine(Claim.Owned claim, int number) {}

    private final IdempotencyKey key;
    private final List<Step> steps;
    private final List<Long> fingerprints;
    private final ModelKey model;
    private final Map<Integer, Mine> owned = new HashMap<>();
    private final List<String> history = new ArrayList<>();
    private int claims;

    Run(IdempotencyKey key, List<Step> steps, List<Long> fingerprints, Set<StoreFixture.Guarantee> guarantees) {
        this.key = key;
        this.steps = steps;
        this.fingerprints = fingerprints;
        this.model = new ModelKey(guarantees);
    }

    /** Whether this is its turn: an actor that owns nothing has only claims and ends of leases. */
    boolean does(int step, int actor, Op op) {
        return step < steps.size()
                && steps.get(step).equals(new Step(actor, op))
                && (op == Op.CLAIM || op == Op.EXPIRE || owned.containsKey(actor));
    }

    int length() {
        return steps.size();
    }

    IdempotencyKey key() {
        return key;
    }

    ClaimRequest request(int actor) {
        return new ClaimRequest(key, fingerprints.get(actor));
    }

    Claim.Owned claim(int actor) {
        return mine(actor).claim();
    }

    private Mine mine(int actor) {
        return Objects.requireNonNull(owned.get(actor));
    }

    void claimed(int actor, Claim answer) {
        Class<? extends Claim> expected = model.claim(++claims, fingerprints.get(actor));
        check(actor + " claimed", expected.getSimpleName(), answer.getClass().getSimpleName());
        if (answer instanceof Claim.Owned mine) {
            owned.put(actor, new Mine(mine, claims));
        }
    }

    void expired() {
        history.add("the lease ended");
        model.expire();
    }

    void renewed(int actor, boolean isDone) {
        check(actor + " renewed", model.renew(mine(actor).number()), isDone);
    }

    void released(int actor) {
        history.add(actor + " released");
        model.release(mine(actor).number());
    }

    void completed(int actor, boolean isDone) {
        boolean isSaid = !model.isCompletedBy(mine(actor).number());
        boolean expected = model.complete(mine(actor).number(), fingerprints.get(actor));
        check(actor + " completed", isSaid ? expected : isDone, isDone);
    }

    private void check(String what, Object expected, Object found) {
        history.add(what + ": " + found);
        if (!expected.equals(found)) {
            throw new AssertionError(history + ", but it should have been " + expected + ", in " + steps);
        }
    }
}

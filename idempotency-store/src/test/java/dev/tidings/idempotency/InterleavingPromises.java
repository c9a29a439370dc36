package dev.tidings.idempotency;

import static dev.tidings.idempotency.StoreFixture.Guarantee.SHARED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every interleaving of what two and three actors may do with a key gives what the model gives. The runs are on keys of their own and go on
 * together, a step at a time: so each call is about many keys in many states.
 */
interface InterleavingPromises extends StorePromises {
    int AT_ONCE = 1_000;

    @Test
    default void every_interleaving_of_two_actors_does_what_the_protocol_says() {
        List<List<Op>> scripts = new ArrayList<>();
        for (Op second : Op.values()) {
            for (Op third : Op.values()) {
                scripts.add(List.of(Op.CLAIM, second, third));
            }
        }
        List<Run> runs = new ArrayList<>();
        for (List<Op> one : scripts) {
            for (List<Op> other : scripts) {
                for (List<Run.Step> steps : interleavings(List.of(one, other))) {
                    runs.add(run(steps, List.of(7L, 7L + runs.size() % 2)));
                }
            }
        }
        explore(runs, 2);
        assertThat(runs).hasSize(25 * 25 * 20);
    }

    @Test
    default void every_interleaving_of_three_actors_does_what_the_protocol_says() {
        List<Run> runs = new ArrayList<>();
        for (Op one : Op.values()) {
            for (Op two : Op.values()) {
                for (Op three : Op.values()) {
                    List<List<Op>> scripts = Stream.of(one, two, three)
                            .map(op -> List.of(Op.CLAIM, op))
                            .toList();
                    interleavings(scripts).forEach(steps -> runs.add(run(steps, List.of(7L, 7L, 8L))));
                }
            }
        }
        explore(runs, 3);
        assertThat(runs).hasSize(125 * 90);
    }

    private Run run(List<Run.Step> steps, List<Long> fingerprints) {
        return new Run(key(fresh()), steps, fingerprints, fixture().guarantees());
    }

    /** All orders that keep the order of each script. */
    static List<List<Run.Step>> interleavings(List<List<Op>> scripts) {
        List<List<Run.Step>> all = new ArrayList<>();
        interleave(scripts, new int[scripts.size()], new ArrayList<>(), all);
        return all;
    }

    private static void interleave(
            List<List<Op>> scripts, int[] places, List<Run.Step> soFar, List<List<Run.Step>> all) {
        boolean isDone = true;
        for (int actor = 0; actor < places.length; actor++) {
            if (places[actor] < scripts.get(actor).size()) {
                isDone = false;
                soFar.add(new Run.Step(actor, scripts.get(actor).get(places[actor]++)));
                interleave(scripts, places, soFar, all);
                places[actor]--;
                soFar.remove(soFar.size() - 1);
            }
        }
        if (isDone) {
            all.add(List.copyOf(soFar));
        }
    }

    private void explore(List<Run> runs, int actors) {
        List<IdempotencyStore> stores = new ArrayList<>();
        for (int actor = 0; actor < actors; actor++) {
            stores.add(has(SHARED) ? fixture().open() : store());
        }
        for (int from = 0; from < runs.size(); from += AT_ONCE) {
            List<Run> some = runs.subList(from, Math.min(runs.size(), from + AT_ONCE));
            for (int step = 0; step < some.get(0).length(); step++) {
                for (int actor = 0; actor < actors; actor++) {
                    for (Op op : Op.values()) {
                        take(some, step, actor, op, stores.get(actor));
                    }
                }
            }
        }
        System.out.println(runs.size() + " interleavings of " + actors + " actors explored");
    }

    private void take(List<Run> all, int step, int actor, Op op, IdempotencyStore store) {
        List<Run> runs = all.stream().filter(run -> run.does(step, actor, op)).toList();
        List<Claim.Owned> claims = op == Op.CLAIM || op == Op.EXPIRE
                ? List.of()
                : runs.stream().map(run -> run.claim(actor)).toList();
        switch (op) {
            case CLAIM -> {
                List<Claim> answers = store.claimAll(
                        runs.stream().map(run -> run.request(actor)).toList());
                for (int i = 0; i < runs.size(); i++) {
                    runs.get(i).claimed(actor, answers.get(i));
                }
            }
            case EXPIRE -> {
                fixture().endLeases(runs.stream().map(Run::key).toList());
                runs.forEach(Run::expired);
            }
            case RENEW -> {
                Set<Claim.Owned> lost = new HashSet<>(store.renewAll(claims));
                runs.forEach(run -> run.renewed(actor, !lost.contains(run.claim(actor))));
            }
            case RELEASE -> {
                store.releaseAll(claims);
                runs.forEach(run -> run.released(actor));
            }
            case COMPLETE -> {
                Set<Claim.Owned> lost = new HashSet<>(store.completeAll(claims));
                runs.forEach(run -> run.completed(actor, !lost.contains(run.claim(actor))));
            }
        }
    }
}

package dev.tidings.idempotency;

import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Scanner;
import java.util.stream.IntStream;

/** Claims and completes all ids of a race, in batches of any size and any order, until each is completed by somebody. */
final class RacingProcess {
    private final IdempotencyStore store;
    private final boolean isTransactional;
    private final Random random;
    private final List<String> owned = new ArrayList<>();

    private RacingProcess(IdempotencyStore store, boolean isTransactional, Random random) {
        this.store = store;
        this.isTransactional = isTransactional;
        this.random = random;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> all = List.of(arguments);
        Constructor<? extends StoreFixture.Opener> constructor =
                Class.forName(all.get(4)).asSubclass(StoreFixture.Opener.class).getDeclaredConstructor();
        constructor.setAccessible(true);
        StoreFixture.Opener opener = constructor.newInstance();
        RacingProcess racer = new RacingProcess(
                opener.open(all.subList(5, all.size())),
                all.get(1).equals("transactions"),
                new Random(Long.parseLong(all.get(3))));
        racer.store.claimAll(List.of(new ClaimRequest(new IdempotencyKey("warm-up", all.get(0), all.get(3)), 7)));
        System.out.println("ready");
        new Scanner(System.in, StandardCharsets.UTF_8).nextLine();
        racer.race(all.get(0), Integer.parseInt(all.get(2)));
        racer.owned.forEach(System.out::println);
        System.out.println("done");
        System.exit(0);
    }

    private void race(String race, int ids) throws Exception {
        List<ClaimRequest> left = new ArrayList<>(IntStream.range(0, ids)
                .mapToObj(i -> new ClaimRequest(new IdempotencyKey("racers", race, "e" + i), 7))
                .toList());
        while (!left.isEmpty()) {
            // Near each other, so that racers meet.
            int window = Math.min(left.size(), 200);
            Collections.shuffle(left.subList(0, window), random);
            List<ClaimRequest> batch = List.copyOf(left.subList(0, Math.min(window, 1 + random.nextInt(60))));
            List<IdempotencyKey> settled = isTransactional ? inTransaction(batch) : withLeases(batch);
            left.removeIf(request -> settled.contains(request.key()));
            Collections.rotate(left.subList(0, Math.min(left.size(), batch.size())), 1);
        }
    }

    private List<IdempotencyKey> withLeases(List<ClaimRequest> batch) {
        List<Claim> answers = store.claimAll(batch);
        List<Claim.Owned> mine = mine(answers);
        if (!store.completeAll(mine).isEmpty()) {
            throw new IllegalStateException("a claim was lost");
        }
        mine.forEach(claim -> owned.add(claim.key().eventId()));
        return settled(answers);
    }

    private List<IdempotencyKey> inTransaction(List<ClaimRequest> batch) throws Exception {
        TransactionalIdempotencyStore transactional = (TransactionalIdempotencyStore) store;
        List<Claim> answers = new ArrayList<>();
        try {
            transactional.inTransaction(connection -> answers.addAll(transactional.claimAll(connection, batch)));
        } catch (Exception e) {
            if (transactional.isContention(e)) {
                return List.of();
            }
            throw e;
        }
        mine(answers).forEach(claim -> owned.add(claim.key().eventId()));
        return settled(answers);
    }

    private static List<Claim.Owned> mine(List<Claim> answers) {
        return answers.stream()
                .filter(Claim.Owned.class::isInstance)
                .map(Claim.Owned.class::cast)
                .toList();
    }

    private static List<IdempotencyKey> settled(List<Claim> answers) {
        return answers.stream()
                .filter(claim -> !(claim instanceof Claim.Busy))
                .map(Claim::key)
                .toList();
    }
}

package dev.tidings.testkit;

import static dev.tidings.testkit.Tally.entity;
import static dev.tidings.testkit.Tally.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.DeadLetters;
import dev.tidings.consumer.FailurePolicy;
import dev.tidings.consumer.Handler;
import dev.tidings.consumer.Reaction;
import dev.tidings.consumer.UnavailableException;
import dev.tidings.events.DomainEvent;
import dev.tidings.idempotency.CaffeineIdempotencyStore;
import dev.tidings.idempotency.IdempotencyStore;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.testkit.FaultyBroker.Confirm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A group, some events of few entities, and what happens to them, all by chance: failing handlers, duplicates, time, and, unless it is
 * calm, cut connections, lost confirms, outages, restarts and processes that end. At the end every event must be handled once, or a dead
 * letter; where processes ended, what they had begun may be handled again.
 */
final class Schedule {
    private static final int ATTEMPTS = 3;
    private static final Confirm[] CONFIRMS = Confirm.values();

    private final Random random;
    private final boolean isCalm;
    private final boolean isInBatches;
    private final int instanceCount;
    private final int concurrency;
    private final int prefetch;
    private final FaultyBroker broker;
    private final EventPublisher shop;
    private final Supplier<IdempotencyStore> store;
    private final List<Instance> instances = new ArrayList<>();
    private final List<DomainEvent> published = new ArrayList<>();
    private final Map<String, Integer> failing = new HashMap<>();
    /** How often a handler is to be called for an event, where that is certain. */
    private final Map<String, Integer> attempts = new HashMap<>();

    private final Tally tally = new Tally();
    private boolean hasTrouble;
    private int deaths;

    Schedule(long seed) {
        this.random = new Random(seed);
        this.isCalm = random.nextInt(3) == 0;
        this.hasTrouble = !isCalm;
        this.isInBatches = random.nextInt(4) == 0;
        this.instanceCount = 1 + random.nextInt(4) / 3;
        this.concurrency = 1 + random.nextInt(4);
        this.prefetch = 1 + random.nextInt(20);
        this.broker = new FaultyBroker(random::nextInt);
        this.store = random.nextBoolean() ? withLeases() : inMemory();
        this.shop = EventPublisher.to("shop").open(broker);
        broker.confirms = message -> chance(5) ? CONFIRMS[random.nextInt(CONFIRMS.length)] : Confirm.USUAL;
        broker.acknowledging = message ->
                checkMayBeAcknowledged(message.properties().messageId().orElseThrow());
    }

    private Supplier<IdempotencyStore> withLeases() {
        LeasingStore leasing = new LeasingStore(broker::time);
        return leasing::view;
    }

    private Supplier<IdempotencyStore> inMemory() {
        IdempotencyStore memory =
                CaffeineIdempotencyStore.create(() -> broker.time().toNanos());
        return () -> memory;
    }

    /** Whether some trouble happens now: once in so many times, if there is any. */
    private boolean chance(int once) {
        return hasTrouble && random.nextInt(once) == 0;
    }

    /** Handles events as part of a process. */
    private final class Work {
        private @Nullable Instance instance;

        Instance start() {
            ConsumerGroup.Spec spec = ConsumerGroup.named("billing")
                    .concurrency(concurrency)
                    .prefetch(prefetch)
                    .onFailure(FailurePolicy.retryAfter(Duration.ofSeconds(1), Duration.ofSeconds(5)));
            Handler one = event -> handle(List.of(event));
            ConsumerGroup.Spec whole =
                    isInBatches ? spec.on("shop", "#", Reaction.inBatches(this::handle)) : spec.on("shop", "#", one);
            broker.together(() -> instance = Instance.start(whole, broker, store.get()));
            return Objects.requireNonNull(instance);
        }

        private void handle(List<DomainEvent> events) throws Exception {
            Instance mine = Objects.requireNonNull(instance);
            Set<String> entities = events.stream().map(Tally::entity).collect(Collectors.toSet());
            tally.enter(entities, instanceCount == 1 && deaths == 0);
            tally.begin(events);
            try {
                meanwhile(mine);
                for (DomainEvent event : events) {
                    work(event);
                }
                mine.checkAlive();
                tally.done(events);
            } finally {
                tally.leave(entities);
            }
        }

        private void meanwhile(Instance mine) throws Exception {
            if (random.nextInt(4) == 0) {
                pass();
            }
            if (chance(12)) {
                cut();
            }
            if (chance(25) && mine.canDie()) {
                tally.tell("the process ends");
                deaths++;
                mine.die();
            }
        }

        private void work(DomainEvent event) {
            if (chance(25)) {
                throw new UnavailableException("an outage");
            }
            int left = failing.getOrDefault(event.eventId(), 0);
            if (left > 0) {
                failing.put(event.eventId(), left - 1);
                tally.tell("fails " + name(event));
                throw new IllegalStateException("fails " + left + " times more");
            }
        }
    }

    /** What is acknowledged is done, or there is another copy of it. */
    private void checkMayBeAcknowledged(String id) {
        if (tally.timesDone(id) == 0 && broker.copies(id) <= 1) {
            tally.violate("event " + id + " is acknowledged, is not done, and has no other copy");
        }
    }

    void run() {
        try {
            for (int i = 5 + random.nextInt(20); i > 0; i--) {
                startMissing();
                act();
            }
            comeToRest();
            check();
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\nwhat happened:\n" + tally.story(), e);
        }
    }

    private void startMissing() {
        instances.removeIf(Instance::isDead);
        while (instances.size() < instanceCount) {
            tally.tell("start");
            instances.add(new Work().start());
        }
    }

    private void act() {
        switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> publishSome();
            case 4 -> publishAgain();
            case 5 -> haveTrouble();
            default -> pass();
        }
    }

    private void publishSome() {
        broker.together(() -> {
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                DomainEvent event = DomainEvent.of("order.paid", "order_id", 1 + random.nextInt(3))
                        .version(published.size());
                int failures = Math.max(0, random.nextInt(12) - 7);
                failing.put(event.eventId(), failures);
                attempts.put(event.eventId(), Math.min(failures + 1, ATTEMPTS));
                published.add(event);
                tally.tell("publish " + name(event));
                shop.publish(event);
            }
        });
    }

    private void publishAgain() {
        if (!published.isEmpty()) {
            DomainEvent event = published.get(random.nextInt(published.size()));
            tally.tell("again " + name(event));
            attempts.remove(event.eventId());
            shop.publish(event);
        }
    }

    private void haveTrouble() {
        if (chance(4)) {
            tally.tell("stop");
            instances.remove(0).close();
        } else if (hasTrouble) {
            cut();
        }
    }

    private void cut() {
        tally.tell("cut at " + broker.time());
        broker.cut();
    }

    private void pass() {
        int[] millis = {1, 5, 10, 20, 500, 1_000, 5_000};
        Duration time = Duration.ofMillis(millis[random.nextInt(millis.length)]);
        tally.tell("let pass " + time);
        broker.advance(time);
    }

    /** Until nothing is left, which takes a lease, a pause and two retries at most. */
    private void comeToRest() {
        hasTrouble = false;
        tally.tell("no more trouble");
        startMissing();
        for (int i = 0; i < 20 && !broker.isIdle(); i++) {
            broker.advance(Duration.ofSeconds(10));
        }
        tally.tell("close");
        instances.forEach(Instance::close);
    }

    private void check() {
        assertThat(tally.violations()).isEmpty();
        assertThat(broker.isIdle()).as("nothing is left in queues or at hand").isTrue();
        Map<String, Long> dead = DeadLetters.of("billing", broker)
                .count(letter -> letter.message().properties().messageId().orElseThrow());
        for (DomainEvent event : published) {
            int times = tally.timesDone(event.eventId());
            assertThat(times).as("how often %s was done", name(event)).isLessThanOrEqualTo(1 + deaths);
            assertThat(times + dead.getOrDefault(event.eventId(), 0L))
                    .as("whether %s was done or is a dead letter", name(event))
                    .isPositive();
        }
        if (isCalm) {
            checkCalm(dead);
        }
    }

    private void checkCalm(Map<String, Long> dead) {
        for (String id : attempts.keySet()) {
            assertThat(tally.timesDone(id) + dead.getOrDefault(id, 0L))
                    .as("%s was done or is a dead letter, and not both", id)
                    .isEqualTo(1);
        }
        if (!isInBatches) {
            assertThat(tally.calls()).as("how often handlers were called").containsAllEntriesOf(attempts);
        }
        if (instanceCount == 1) {
            tally.begun()
                    .forEach((entity, order) -> assertThat(order)
                            .as("the order in which events of entity %s were begun for the first time", entity)
                            .isEqualTo(published.stream()
                                    .filter(event -> entity(event).equals(entity))
                                    .map(DomainEvent::eventId)
                                    .toList()));
        }
    }
}

package dev.tidings.migration.baton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.broker.internal.QueueReader;
import dev.tidings.broker.internal.Transport;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.process.ChildJvm;
import dev.tidings.testkit.process.DatabaseServer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** A migration under a stream of events, whose sides may be processes that are killed. */
final class KilledMigration implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration BETWEEN = Duration.ofMillis(2);

    private final BatonDatabase database = new BatonDatabase(DatabaseServer.postgresql());
    private final MovedEffects effects = new MovedEffects(database);
    private final ConcurrentLinkedQueue<String> published = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final Broker broker;
    private final CompletableFuture<Void> stream;
    final SidePlace place;
    final Baton baton;
    final String old;
    final String next;

    /** A migration that has begun, and a stream for it. */
    KilledMigration(RabbitMq rabbit, String word, long seed) throws Exception {
        place = new SidePlace(
                DatabaseServer.postgresql().url(),
                database.database().table(),
                rabbit.uri(),
                OnRabbitMq.name(rabbit, "shop-" + word),
                OnRabbitMq.name(rabbit, "billing-" + word));
        old = place.group();
        next = old + ".v2";
        baton = place.baton(database.pool()).createTables();
        effects.store();
        broker = Broker.connect(rabbit.uri()).awaitConnected(SOON);
        baton.start("v2");
        // What is published before its queue is there goes nowhere.
        run(old).awaitConsuming(SOON).close();
        stream = CompletableFuture.runAsync(() -> publish(new Random(seed)), work -> new Thread(work, word).start());
    }

    private void publish(Random random) {
        try (EventPublisher shop = EventPublisher.to(place.exchange()).open(broker)) {
            while (!isOver.get()) {
                published.add(MovedGroups.publishOne(shop, random));
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
        }
    }

    /** A side in this process. */
    ConsumerGroup run(String queue) {
        return baton.run(place.spec(queue, database.pool()), broker);
    }

    /** It was killed, and the minute for which the others wait for it goes by at once. */
    void forget(String process) {
        database.database()
                .run("update TABLE_side set seen_at = seen_at - interval '2 minutes' where instance like '%/" + process
                        + "/%'");
    }

    void awaitMore() {
        long before = effects.count();
        await().atMost(SOON).until(() -> effects.count() > before + 20);
    }

    void awaitEnd() {
        await().atMost(SOON).until(() -> baton.status().phase() == Phase.FINISHED);
    }

    void assertEachOnceAndOnTheRightSide() throws Exception {
        isOver.set(true);
        stream.get(30, TimeUnit.SECONDS);
        await().atMost(SOON).until(() -> effects.count() >= published.size() && isNothingLeft());
        assertThat(effects.events()).containsExactlyInAnyOrderElementsOf(published);
        assertThat(effects.onTheWrongSide(baton.log(), old, next)).isEmpty();
        assertThat(depth(old + ".dead") + depth(next + ".dead")).isZero();
    }

    String figures() {
        return effects.count() + " effects, " + effects.count(old) + " on the old side, epoch "
                + baton.status().epoch();
    }

    private boolean isNothingLeft() {
        return List.of(old, next).stream().allMatch(queue -> depth(queue) == 0);
    }

    private long depth(String queue) {
        try (QueueReader reader = Transport.of(broker).read(queue)) {
            return reader.depth();
        }
    }

    /** A side in a process of its own, and the number of that. */
    record Child(ChildJvm jvm, String process) implements AutoCloseable {
        static Child launch(String point, String queue, SidePlace place) throws Exception {
            ChildJvm jvm = SideChild.launch(point, queue, place);
            return new Child(jvm, jvm.line());
        }

        Child awaitConsuming() throws Exception {
            await(jvm, "consuming");
            return this;
        }

        /** Has it die when it comes to its point. */
        Child arm() throws Exception {
            jvm.endInput();
            await(jvm, "armed");
            return this;
        }

        Child awaitReached() throws Exception {
            await(jvm, "reached");
            return this;
        }

        void awaitDeath() {
            assertThat(jvm.exitCode()).isEqualTo(CrashPoint.HALTED);
        }

        private static void await(ChildJvm jvm, String line) throws Exception {
            assertThat(jvm.line()).isEqualTo(line);
        }

        @Override
        public void close() {
            jvm.close();
        }
    }

    @Override
    public void close() {
        isOver.set(true);
        broker.close();
        database.close();
    }
}

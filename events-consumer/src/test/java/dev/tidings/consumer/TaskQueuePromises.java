package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.broker.NotPublishedException;
import dev.tidings.events.DomainEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What tasks promise on every broker. */
@Timeout(120)
abstract class TaskQueuePromises {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final BlockingQueue<Done> done = new LinkedBlockingQueue<>();
    private Broker broker;
    private RawClient raw;
    private TaskQueue.Spec spec;
    private TaskQueue queue;
    private String name;

    private record Done(DomainEvent task, Instant at) {}

    abstract String uri();

    abstract String freshName();

    @BeforeEach
    void open() throws Exception {
        name = freshName();
        broker = Broker.connect(uri()).awaitConnected(SOON);
        raw = new RawClient(uri());
        spec = TaskQueue.named(name).source("tests");
        queue = spec.open(broker);
    }

    @AfterEach
    void close() throws Exception {
        broker.close();
        raw.close();
    }

    private static Task task(long picture) {
        return Task.of(DomainEvent.of("picture.render", "picture_id", picture));
    }

    private ConsumerGroup work(Handler handler) {
        return start(spec.workers(handler).onFailure(FailurePolicy.retryAfter(Duration.ofMillis(100))));
    }

    private ConsumerGroup start(ConsumerGroup.Spec workers) {
        return workers.start(broker).awaitConsuming(SOON);
    }

    private void note(DomainEvent task) {
        done.add(new Done(task, Instant.now()));
    }

    private Done next() throws InterruptedException {
        Done next = done.poll(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).as("a task done within %s", SOON).isNotNull();
        return next;
    }

    private static long picture(Done one) {
        return one.task().longId("picture_id");
    }

    @Test
    void a_task_that_is_submitted_while_no_worker_runs_waits_for_one() throws Exception {
        queue.submit(task(7));
        work(this::note);

        Done only = next();
        assertThat(picture(only)).isEqualTo(7);
        assertThat(only.task().type()).isEqualTo("picture.render");
        assertThat(only.task().routingKey()).isEqualTo("picture.render");
        assertThat(only.task().source()).contains("tests");
    }

    @Test
    void a_task_has_one_worker_of_many() throws Exception {
        work(this::note);
        work(this::note);
        for (int i = 0; i < 50; i++) {
            queue.submit(task(i));
        }

        List<Long> pictures = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            pictures.add(picture(next()));
        }
        assertThat(pictures).doesNotHaveDuplicates();
        assertThat(done).isEmpty();
    }

    @Test
    void urgent_tasks_at_hand_are_done_before_others() throws Exception {
        CountDownLatch allAtHand = new CountDownLatch(1);
        queue.submit(task(-1).priority(Task.Priority.HIGH));
        ConsumerGroup workers = start(spec.workers(task -> {
                    if (task.longId("picture_id") < 0) {
                        assertThat(allAtHand.await(20, TimeUnit.SECONDS)).isTrue();
                    }
                    note(task);
                })
                .concurrency(1));
        for (int i = 0; i < 10; i++) {
            queue.submit(task(300 + i).priority(Task.Priority.LOW));
            queue.submit(task(200 + i));
            queue.submit(task(100 + i).priority(Task.Priority.HIGH));
        }
        await().atMost(SOON).until(() -> workers.health().words().contains("31 events at hand"));
        allAtHand.countDown();

        assertThat(picture(next())).isEqualTo(-1);
        List<Long> hundreds = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            hundreds.add(picture(next()) / 100);
        }
        assertThat(hundreds).isSorted().endsWith(3L).startsWith(1L);
    }

    @Test
    void a_delayed_task_is_done_after_its_delay_and_overtaken_by_shorter_ones() throws Exception {
        work(this::note);
        Instant start = Instant.now();
        for (int seconds : List.of(6, 3, 1)) {
            queue.submit(task(seconds).after(Duration.ofSeconds(seconds)));
        }
        queue.submit(task(2).after(Duration.ofMillis(1_200)).priority(Task.Priority.HIGH));

        Duration latest = Duration.ZERO;
        for (long seconds : List.of(1, 2, 3, 6)) {
            Done one = next();
            assertThat(picture(one)).isEqualTo(seconds);
            Duration late = Duration.between(start.plusSeconds(seconds), one.at());
            assertThat(late).isPositive();
            latest = late.compareTo(latest) > 0 ? late : latest;
        }
        System.out.println(
                "delayed tasks on " + getClass().getSimpleName() + ": at most " + latest.toMillis() + " ms late");
    }

    @Test
    void a_task_that_fails_comes_again_and_then_is_a_dead_letter() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        work(task -> {
            attempts.incrementAndGet();
            throw new IllegalStateException("no such picture");
        });
        queue.submit(task(7).after(Duration.ofSeconds(1)));

        DeadLetters dead = DeadLetters.of(name, broker);
        await().atMost(SOON).until(() -> !dead.peek(1).isEmpty());
        assertThat(attempts).hasValue(2);
        assertThat(dead.peek(1).get(0).failure()).contains("no such picture");
    }

    @Test
    void the_same_task_submitted_twice_is_done_once() throws Exception {
        BlockingQueue<Handled.Verdict> verdicts = new LinkedBlockingQueue<>();
        start(spec.workers(this::note).observing(handled -> verdicts.add(handled.verdict())));
        Task task = task(7);
        queue.submit(task);
        queue.submit(task);

        await().atMost(SOON).until(() -> verdicts.size() == 2);
        assertThat(verdicts).containsExactlyInAnyOrder(Handled.Verdict.DONE, Handled.Verdict.DUPLICATE);
        assertThat(done).hasSize(1);
    }

    @Test
    void a_bare_message_to_the_queue_is_a_task() throws Exception {
        work(this::note);
        raw.publish("", name, "{\"picture_id\":7}");

        assertThat(picture(next())).isEqualTo(7);
    }

    @Test
    void a_task_without_a_queue_is_an_error() throws Exception {
        queue.submit(task(1));
        raw.deleteQueue(name);

        assertThatThrownBy(() -> queue.submit(task(2)))
                .isInstanceOf(NotPublishedException.class)
                .hasMessageContaining("picture.render")
                .hasMessageContaining(name);
    }
}

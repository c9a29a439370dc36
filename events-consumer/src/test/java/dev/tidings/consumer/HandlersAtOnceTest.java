package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.testkit.broker.RabbitMq;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many handlers run at once, and on which threads. */
@Tag("slow")
class HandlersAtOnceTest extends OnRabbitMq {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private static final Duration SOON = Duration.ofSeconds(30);

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final Semaphore gate = new Semaphore(0);

    @Override
    RabbitMq rabbit() {
        return rabbit;
    }

    /** Each handler waits until it is let through. */
    private ConsumerGroup.Spec gated() {
        return spec().on(exchange, "#", event -> {
            running.incrementAndGet();
            try {
                gate.acquire();
            } finally {
                running.decrementAndGet();
            }
            done.incrementAndGet();
        });
    }

    private void publish(int events) throws Exception {
        for (int i = 0; i < events; i++) {
            raw.publish(exchange, "user.created", "{\"user_id\":%d}".formatted(i));
        }
    }

    private void awaitRunning(int handlers) {
        await().atMost(SOON).until(() -> running.get() == handlers);
    }

    @Test
    void a_running_group_is_scaled_up_and_down() throws Exception {
        ConsumerGroup group = start(gated().concurrency(1));
        publish(40);
        awaitRunning(1);

        group.scaleTo(6);
        awaitRunning(6);
        group.scaleTo(2);
        gate.release(4);
        awaitRunning(2);
        gate.release(10);

        await().atMost(SOON).until(() -> done.get() == 14);
        awaitRunning(2);
        assertThat(group.health().words()).contains("2 handlers at once");
        gate.release(100);
        await().atMost(SOON).until(() -> done.get() == 40);
    }

    @Test
    void an_autoscaled_group_has_more_handlers_while_much_waits() throws Exception {
        start(gated().autoscale(1, 5, 10).prefetch(5));
        publish(60);
        awaitRunning(5);
        gate.release(100);

        await().atMost(SOON).until(() -> done.get() == 60);
    }

    @Test
    void no_more_is_at_hand_than_the_prefetch() throws Exception {
        ConsumerGroup group = start(gated().prefetch(7).concurrency(3));
        publish(30);
        awaitRunning(3);

        await().atMost(SOON).until(() -> group.health().words().contains(" 7 events at hand"));
        await().atMost(SOON).until(() -> raw.depth(this.group) == 23);
        gate.release(100);
        await().atMost(SOON).until(() -> done.get() == 30);
    }

    /** Virtual threads where this JVM has them, else a pool. */
    private static ExecutorService executor() throws ReflectiveOperationException {
        Optional<Method> virtual = Stream.of(Executors.class.getMethods())
                .filter(method -> method.getName().equals("newVirtualThreadPerTaskExecutor"))
                .findFirst();
        return virtual.isPresent()
                ? (ExecutorService) virtual.get().invoke(null)
                : Executors.newCachedThreadPool(work -> new Thread(work, "a pool of its owner"));
    }

    @Test
    void handlers_run_on_the_executor_that_is_given() throws Exception {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        ExecutorService executor = executor();
        try {
            ConsumerGroup group = start(spec().executor(executor).on(exchange, "#", event -> {
                threads.add(Thread.currentThread().getName());
                done.incrementAndGet();
            }));
            publish(200);
            await().atMost(SOON).until(() -> done.get() == 200);
            group.close();
        } finally {
            executor.shutdownNow();
        }
        assertThat(threads).isNotEmpty().noneMatch(name -> name.startsWith("tidings"));
    }

    @Test
    void an_executor_that_refuses_is_asked_again() throws Exception {
        AtomicInteger refusals = new AtomicInteger(2);
        start(gated().executor(work -> {
            if (refusals.getAndDecrement() > 0) {
                throw new RejectedExecutionException("busy");
            }
            new Thread(work).start();
        }));
        gate.release(100);
        publish(3);

        await().atMost(SOON).until(() -> done.get() == 3);
    }
}

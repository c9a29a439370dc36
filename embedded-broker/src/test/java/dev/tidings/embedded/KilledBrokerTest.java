package dev.tidings.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a confirm waits for the store: a child process is killed while it is published to. */
@Tag("slow")
class KilledBrokerTest {
    private static final int KILLS = Integer.getInteger("tidings.kills", 5);
    private static final int WINDOW = 200;
    private static final String[] QUEUES = {"one", "two"};

    private final long seed = Long.getLong("tidings.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final Semaphore window = new Semaphore(0);
    private final Set<Integer> confirmed = new HashSet<>();
    private int next;

    @TempDir
    Path directory;

    @Test
    void every_confirmed_persistent_message_is_there_after_each_kill() throws Exception {
        System.out.println("KilledBrokerTest: tidings.seed=" + seed + " tidings.kills=" + KILLS);
        for (int kill = 0; kill <= KILLS; kill++) {
            try (ChildBroker child = ChildBroker.ofClasses("--port", "0", "--store", directory.toString());
                    Client client = Client.at(child.uri())) {
                for (String queue : QUEUES) {
                    client.queue(queue);
                    client.channel.queueBind(queue, "amq.fanout", "");
                    assertThat(stored(client, queue))
                            .as("in %s after %d kills, seed %d", queue, kill, seed)
                            .containsAll(confirmed);
                }
                publishUntilKilled(client, child);
            }
        }
        assertThat(confirmed).hasSizeGreaterThanOrEqualTo(KILLS * 100);
    }

    private void publishUntilKilled(Client client, ChildBroker child) throws IOException {
        ConcurrentNavigableMap<Long, Integer> outstanding = new ConcurrentSkipListMap<>();
        CountDownLatch killAfter = new CountDownLatch(100 + random.nextInt(200));
        window.drainPermits();
        window.release(WINDOW);
        client.channel.confirmSelect();
        client.channel.addConfirmListener(
                (tag, multiple) -> {
                    var acked = multiple ? outstanding.headMap(tag, true) : outstanding.subMap(tag, true, tag, true);
                    confirmed.addAll(acked.values());
                    window.release(acked.size());
                    acked.clear();
                    killAfter.countDown();
                },
                (tag, multiple) -> outstanding.clear());
        CompletableFuture<Void> publisher =
                CompletableFuture.runAsync(() -> publish(client, outstanding), Client.THREADS);
        assertThat(await(killAfter)).isTrue();
        child.kill();
        assertThat(publisher).failsWithin(Duration.ofSeconds(60));
    }

    /** Ends with an exception, when the broker is gone. */
    private void publish(Client client, ConcurrentNavigableMap<Long, Integer> outstanding) {
        for (; ; next++) {
            awaitPlaceIn(window, client);
            outstanding.put(client.channel.getNextPublishSeqNo(), next);
            byte[] body = Arrays.copyOf(Client.bytes(next + " "), 10 + next * 37 % 4_000);
            try {
                client.channel.basicPublish("amq.fanout", "", MessageProperties.PERSISTENT_BASIC, body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void awaitPlaceIn(Semaphore window, Client client) {
        try {
            while (!window.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                assertThat(client.connection.isOpen()).isTrue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Set<Integer> stored(Client client, String queue) throws IOException {
        long count = client.channel.messageCount(queue);
        Set<Integer> ids = ConcurrentHashMap.newKeySet();
        CountDownLatch arrived = new CountDownLatch((int) count);
        String tag = client.channel.basicConsume(
                queue,
                false,
                (consumer, message) -> {
                    ids.add(Integer.parseInt(new String(message.getBody(), UTF_8).split(" ", 2)[0]));
                    arrived.countDown();
                },
                consumer -> {});
        assertThat(await(arrived)).as("%d messages of %s", count, queue).isTrue();
        client.channel.basicCancel(tag);
        client.channel.basicRecover(true);
        return ids;
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

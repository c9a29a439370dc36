package dev.tidings.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a confirm waits for the store: a child process is killed while it is published to. */
class KilledBrokerTest {
    private static final int KILLS = Integer.getInteger("tidings.kills", 10);
    private static final String[] QUEUES = {"one", "two"};

    private final long seed = Long.getLong("tidings.seed", new Random().nextLong());
    private final Random random = new Random(seed);
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

    private void publishUntilKilled(Client client, ChildBroker child) throws Exception {
        ConcurrentNavigableMap<Long, Integer> outstanding = new ConcurrentSkipListMap<>();
        CountDownLatch killAfter = new CountDownLatch(100 + random.nextInt(400));
        client.channel.confirmSelect();
        client.channel.addConfirmListener(
                (tag, multiple) -> {
                    var acked = multiple ? outstanding.headMap(tag, true) : outstanding.subMap(tag, true, tag, true);
                    confirmed.addAll(acked.values());
                    acked.clear();
                    killAfter.countDown();
                },
                (tag, multiple) -> outstanding.clear());
        Thread publisher = new Thread(() -> publish(client, outstanding), "publisher");
        publisher.start();
        assertThat(killAfter.await(60, TimeUnit.SECONDS)).isTrue();
        child.kill();
        client.close();
        publisher.join();
    }

    private void publish(Client client, ConcurrentNavigableMap<Long, Integer> outstanding) {
        try {
            while (client.connection.isOpen()) {
                int id = next++;
                outstanding.put(client.channel.getNextPublishSeqNo(), id);
                byte[] body = Arrays.copyOf(Client.bytes(id + " "), 10 + id * 37 % 4_000);
                client.channel.basicPublish("amq.fanout", "", MessageProperties.PERSISTENT_BASIC, body);
            }
        } catch (IOException | AlreadyClosedException e) {
            assertThat(client.connection.isOpen()).isFalse();
        }
    }

    private static Set<Integer> stored(Client client, String queue) throws IOException {
        Set<Integer> ids = new HashSet<>();
        for (GetResponse got = client.channel.basicGet(queue, false);
                got != null;
                got = client.channel.basicGet(queue, false)) {
            ids.add(Integer.parseInt(Client.text(got).split(" ", 2)[0].trim()));
        }
        client.channel.basicRecover(true);
        return ids;
    }
}

package dev.tidings.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.CancelCallback;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.tidings.testkit.broker.RabbitMq;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@link BindingPattern} says a queue gets, against what a broker puts into it. */
@Tag("slow")
class BrokerRoutingTest {
    private static final int PATTERNS = 200;
    private static final int KEYS = 1_000;
    private static final String LAST = "the.last.key";
    private static final List<String> CORNERS = List.of(
            "#", "*", "#.#", "#.#.#", "*.#", "#.*", "#.*.#", "*.#.*", "#.*.#.*", "a.#.#.b", "#.a.#", "a.#", "#.a",
            "*.*");
    private static final List<String> CORNER_KEYS =
            List.of("", ".", "..", "a.", ".a", "a..b", "...", "*", "#", "a.*", "#.b");

    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private final Random random = Seed.announced("BrokerRoutingTest");
    private final Map<String, Set<String>> received = new ConcurrentHashMap<>();
    private final CountDownLatch complete = new CountDownLatch(PATTERNS);

    @Test
    void each_queue_gets_the_keys_that_its_pattern_matches() throws Exception {
        Set<String> keys = distinct(KEYS, CORNER_KEYS, List.of("a", "b", "c", ""), 7, key -> true);
        String exchange = rabbit.name("routing");
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(rabbit.uri());
        try (Connection connection = factory.newConnection("routing test");
                Channel channel = connection.createChannel()) {
            channel.exchangeDeclare(exchange, "topic", true);
            int mostAny = takes(connection, exchange, "#.#.#") ? Integer.MAX_VALUE : 2;
            Set<String> patterns =
                    distinct(PATTERNS, CORNERS, List.of("a", "b", "*", "#"), 5, text -> countAny(text) <= mostAny);
            for (String pattern : patterns) {
                consume(channel, exchange, pattern);
            }
            for (String key : keys) {
                channel.basicPublish(exchange, key, new BasicProperties(), key.getBytes(UTF_8));
            }
            channel.basicPublish(exchange, LAST, new BasicProperties(), new byte[0]);

            assertThat(complete.await(120, TimeUnit.SECONDS))
                    .as("every queue got the last key")
                    .isTrue();
            compare(patterns, keys);
        }
    }

    private void compare(Set<String> patterns, Set<String> keys) {
        Map<String, Set<String>> expected = new TreeMap<>();
        patterns.forEach(pattern -> expected.put(pattern, matchedBy(BindingPattern.of(pattern), keys)));
        assertThat(received).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(expected.values().stream().mapToInt(Set::size).sum())
                .as("pairs that match, of %s", PATTERNS * KEYS)
                .isBetween(PATTERNS * KEYS / 50, PATTERNS * KEYS / 2);
    }

    /** The last key goes to every queue by a binding of its own, so that its arrival says that nothing else is to come. */
    private void consume(Channel channel, String exchange, String pattern) throws Exception {
        Set<String> got = ConcurrentHashMap.newKeySet();
        received.put(pattern, got);
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, exchange, pattern);
        channel.queueBind(queue, exchange, LAST);
        CancelCallback ignoredAtTheEnd = tag -> {};
        channel.basicConsume(
                queue,
                true,
                (tag, message) -> {
                    if (message.getEnvelope().getRoutingKey().equals(LAST)) {
                        complete.countDown();
                    } else {
                        got.add(new String(message.getBody(), UTF_8));
                    }
                },
                ignoredAtTheEnd);
    }

    private static Set<String> matchedBy(BindingPattern pattern, Set<String> keys) {
        return keys.stream().filter(pattern::matches).collect(Collectors.toCollection(TreeSet::new));
    }

    /** RabbitMQ 4.3 refuses a binding with more than two #, which earlier ones take. */
    private static boolean takes(Connection connection, String exchange, String pattern) throws Exception {
        Channel channel = connection.createChannel();
        try {
            channel.queueBind(channel.queueDeclare().getQueue(), exchange, pattern);
            return true;
        } catch (IOException e) {
            assertThat(e.getCause()).hasMessageContaining("at most 2 are allowed");
            return false;
        } finally {
            channel.abort();
        }
    }

    private static long countAny(String pattern) {
        return pattern.chars().filter(c -> c == '#').count();
    }

    private Set<String> distinct(
            int count, List<String> corners, List<String> words, int longest, Predicate<String> allowed) {
        Set<String> all = new LinkedHashSet<>(corners);
        all.removeIf(allowed.negate());
        while (all.size() < count) {
            String next = IntStream.rangeClosed(0, random.nextInt(longest))
                    .mapToObj(i -> words.get(random.nextInt(words.size())))
                    .collect(Collectors.joining("."));
            if (allowed.test(next)) {
                all.add(next);
            }
        }
        return all;
    }
}

package dev.tidings.publisher;

import static dev.tidings.testkit.proxy.Direction.TO_CLIENT;
import static dev.tidings.testkit.proxy.Direction.TO_SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.broker.OutcomeUnknownException;
import dev.tidings.events.DomainEvent;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.proxy.Ending;
import dev.tidings.testkit.proxy.FaultyProxy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Publishing through a link that breaks: every call gets an outcome, and every outcome is true. */
@Tag("slow")
class BrokenLinksTest {
    /** A minute with {@code -Dtidings.seconds=60}. */
    private static final int SECONDS = Integer.getInteger("tidings.seconds", 5);

    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private FaultyProxy proxy;
    private Broker broker;
    private String exchange;
    private RawQueue queue;

    @BeforeEach
    void connect(TestInfo test) throws Exception {
        URI direct = URI.create(rabbit.uri());
        int port = direct.getPort() < 0 ? 5672 : direct.getPort();
        proxy = FaultyProxy.to(direct.getHost(), port);
        broker = Broker.connect(rabbit.uri().replaceFirst("^amqp://(.*@)?[^/]*", "amqp://$1127.0.0.1:" + proxy.port()))
                .awaitConnected(Duration.ofSeconds(10));
        exchange = rabbit.name("broken-" + test.getDisplayName().hashCode());
        queue = new RawQueue(rabbit.uri(), exchange).boundTo(exchange, "topic", "#");
    }

    @AfterEach
    void close() throws Exception {
        proxy.heal();
        broker.close();
        queue.close();
        proxy.close();
    }

    private EventPublisher publisher(Duration deadline) {
        return EventPublisher.to(exchange).deadline(deadline).open(broker);
    }

    @ParameterizedTest
    @EnumSource
    void under_load_a_link_that_breaks_every_second_loses_nothing(Ending ending) throws Exception {
        try (EventPublisher publisher = publisher(Duration.ofSeconds(10))) {
            Load load = new Load(publisher);
            try (Repeating breaking = new Repeating("BrokenLinksTest " + ending, () -> proxy.cut(ending))) {
                load.publishFor(Duration.ofSeconds(SECONDS));
                assertThat(breaking.times()).isGreaterThan(SECONDS / 2);
            }

            assertThat(load.outcomes(Duration.ofSeconds(15))).containsOnlyKeys("ROUTED");
            load.assertTruth(ending + " every half to whole second", queue);
            assertThat(load.longestSilenceMillis()).as("longest silence").isLessThan(5_000);
        }
    }

    @Test
    void no_more_events_arrive_twice_than_fit_into_the_window_at_each_cut() throws Exception {
        int window = 10;
        try (EventPublisher publisher =
                EventPublisher.to(exchange).window(window).open(broker)) {
            Load load = new Load(publisher);
            int cuts;
            try (Repeating breaking = new Repeating("BrokenLinksTest window 10", () -> proxy.cut(Ending.RST));
                    Paced paced = new Paced(Duration.ofMillis(5), () -> load.publish(2))) {
                await().atMost(Duration.ofSeconds(2L * SECONDS + 20)).until(() -> breaking.times() >= SECONDS);
                paced.stop();
                cuts = breaking.times();
            }

            assertThat(load.outcomes(Duration.ofSeconds(15))).containsOnlyKeys("ROUTED");
            assertThat(load.assertTruth(
                            "row 4, RST with a window of 10 at 400/s", cuts, load.longestSilenceMillis(), queue))
                    .as("each once, and a window of them again for each cut and the one that may still have come")
                    .hasSizeLessThanOrEqualTo(load.calls() + (cuts + 1) * window);
        }
    }

    @Test
    void when_the_confirms_are_lost_events_are_published_again_with_the_same_id() throws Exception {
        try (EventPublisher publisher = publisher(Duration.ofSeconds(10))) {
            Load load = new Load(publisher).publish(100);
            assertThat(load.outcomes(Duration.ofSeconds(10))).isEqualTo(Map.of("ROUTED", 100));

            proxy.stall(TO_CLIENT);
            load.publish(500);
            queue.awaitCount(600);
            proxy.cut(Ending.RST);
            proxy.heal();

            assertThat(load.outcomes(Duration.ofSeconds(10))).isEqualTo(Map.of("ROUTED", 600));
            load.assertTruth("confirms lost, then RST", queue);
        }
    }

    @Test
    void a_link_that_is_a_black_hole_is_replaced_after_the_confirm_timeout() throws Exception {
        try (EventPublisher publisher = publisher(Duration.ofSeconds(4))) {
            Load load = new Load(publisher).publish(100);
            assertThat(load.outcomes(Duration.ofSeconds(10))).isEqualTo(Map.of("ROUTED", 100));
            int before = proxy.accepted();

            proxy.stall(TO_SERVER, TO_CLIENT);
            load.publish(100);
            await().atMost(Duration.ofSeconds(3)).until(() -> proxy.accepted() > before);
            proxy.heal();

            assertThat(load.outcomes(Duration.ofSeconds(2))).isEqualTo(Map.of("ROUTED", 200));
            load.assertTruth("black hole, then healed", queue);
        }
    }

    @Test
    void in_a_black_hole_that_stays_every_call_gets_its_outcome_at_the_deadline() throws Exception {
        try (EventPublisher publisher = publisher(Duration.ofSeconds(2))) {
            Load load = new Load(publisher).publish(100);
            assertThat(load.outcomes(Duration.ofSeconds(10))).isEqualTo(Map.of("ROUTED", 100));

            proxy.stall(TO_SERVER, TO_CLIENT);
            load.publish(100);

            assertThat(load.outcomes(Duration.ofMillis(2_500)))
                    .isEqualTo(Map.of("ROUTED", 100, "OutcomeUnknownException", 100));
            proxy.heal();
            load.assertTruth("black hole", queue);
        }
    }

    @Test
    void what_passed_its_deadline_while_the_broker_was_away_is_never_sent() throws Exception {
        try (EventPublisher publisher = publisher(Duration.ofSeconds(2))) {
            new Load(publisher).publish(1).assertTruth("before", queue);

            proxy.stall(TO_SERVER);
            Load handedOver = new Load(publisher).publish(10);
            proxy.refuse();
            proxy.cut(Ending.RST);
            await().until(() -> publisher.health().state() != Health.State.UP);
            Load never = new Load(publisher).publish(10);

            assertThat(handedOver.outcomes(Duration.ofSeconds(3))).isEqualTo(Map.of("OutcomeUnknownException", 10));
            assertThat(never.outcomes(Duration.ofSeconds(3))).isEqualTo(Map.of("NotPublishedException", 10));

            proxy.heal();
            broker.awaitConnected(Duration.ofSeconds(10));
            long healed = System.nanoTime();
            DomainEvent next = DomainEvent.of("user.created", "user_id", 99);
            assertThat(publisher.publish(next)).isEqualTo(EventPublisher.Outcome.ROUTED);
            assertThat(Duration.ofNanos(System.nanoTime() - healed)).isLessThan(Duration.ofSeconds(2));
            assertThat(queue.takeIds()).containsExactly(next.eventId());
        }
    }

    @Test
    void what_may_have_been_routed_on_an_earlier_connection_is_not_told_not_published() throws Exception {
        try (EventPublisher publisher =
                EventPublisher.to(exchange).requireRoute().open(broker)) {
            assertThat(publisher.publish(DomainEvent.of("user.created", "user_id", 1)))
                    .isEqualTo(EventPublisher.Outcome.ROUTED);
            proxy.stall(TO_CLIENT);
            var outcome = publisher.publishAsync(DomainEvent.of("user.created", "user_id", 2));
            queue.awaitCount(2);
            queue.channel().queueUnbind(exchange, exchange, "#");
            proxy.cut(Ending.RST);
            proxy.heal();

            assertThat(outcome)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withCauseInstanceOf(OutcomeUnknownException.class)
                    .withMessageContaining("no queue is bound for it now");
        }
    }
}

package dev.tidings.consumer;

import static dev.tidings.consumer.Reaction.inTransaction;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.GetResponse;
import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.events.DomainEvent;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two groups that do the same work, each for its own share of the orders. */
class SharedGroupTest extends OnPostgres {
    private static final int EVENTS = 200;

    private final Map<Long, Verdict> byNext = new ConcurrentHashMap<>();
    private String next;

    @BeforeEach
    void nameTheOther() {
        next = group + ".v2";
        rabbit.alsoDelete(next, next + ".dead", next + ".alone", next + ".retry.100ms");
    }

    /** The new group has the orders whose number is below a bound, which may move. */
    private final class ByNumber implements Share {
        private final boolean isNew;
        private final AtomicInteger bound;
        private final Bindings bindings;
        private volatile int seen;

        ByNumber(boolean isNew, AtomicInteger bound, Bindings bindings) {
            this.isNew = isNew;
            this.bound = bound;
            this.bindings = bindings;
            this.seen = bound.get();
        }

        @Override
        public String group() {
            return group;
        }

        @Override
        public Optional<Destination> elsewhere(DomainEvent event) {
            boolean isOfNew = order(event) < seen;
            return isOfNew == isNew ? Optional.empty() : Optional.of(Destination.queue(isNew ? group : next));
        }

        @Override
        public void look() {
            seen = bound.get();
        }

        @Override
        public void hold(Connection transaction, Collection<DomainEvent> events) throws MovedException {
            look();
            if (events.stream().anyMatch(event -> elsewhere(event).isPresent())) {
                throw new MovedException("moved");
            }
        }

        @Override
        public Bindings bindings() {
            return bindings;
        }
    }

    private ConsumerGroup.Spec old(Share share) {
        return spec().sharing(share)
                .idempotency(effects.store())
                .on(
                        exchange,
                        "#",
                        inTransaction((event, transaction) -> effects.add(transaction, order(event), "old")));
    }

    private ConsumerGroup.Spec fresh(Share share) {
        return ConsumerGroup.named(next)
                .onFailure(FailurePolicy.retryAfter(Duration.ofMillis(100)))
                .observing(told -> byNext.put(order(told.event().orElseThrow()), told.verdict()))
                .sharing(share)
                .idempotency(effects.store())
                .on(
                        exchange,
                        "#",
                        inTransaction((event, transaction) -> effects.add(transaction, order(event), "new")));
    }

    private Map<Long, Integer> effectsOf(String side) throws Exception {
        Map<Long, Integer> counts = new TreeMap<>();
        for (long order : effects.counts().keySet()) {
            long count = effects.number("select count(*) from " + effects.table() + " where entity = " + order
                    + " and what = '" + side + "'");
            if (count > 0) {
                counts.put(order, (int) count);
            }
        }
        return counts;
    }

    @Test
    void what_belongs_to_the_other_goes_on_to_its_queue_and_takes_effect_there_once() throws Exception {
        AtomicInteger bound = new AtomicInteger(50);
        start(old(new ByNumber(false, bound, Share.Bindings.KEEP)));
        start(fresh(new ByNumber(true, bound, Share.Bindings.NONE)));

        publish(EVENTS);

        await().atMost(Duration.ofSeconds(30)).until(() -> effects.counts().size() == EVENTS);
        assertThat(effects.counts()).isEqualTo(onceBut(EVENTS));
        assertThat(effectsOf("new")).isEqualTo(onceBut(50));
        assertThat(observed.stream().collect(Collectors.groupingBy(Handled::verdict, Collectors.counting())))
                .isEqualTo(Map.of(Verdict.DONE, EVENTS - 50L, Verdict.FORWARDED, 50L));
        assertThat(byNext)
                .hasSize(50)
                .allSatisfy((order, verdict) -> assertThat(verdict).isEqualTo(Verdict.DONE));
    }

    @Test
    void what_moved_unseen_is_noticed_in_the_transaction_and_goes_on_then() throws Exception {
        AtomicInteger bound = new AtomicInteger(0);
        start(old(new ByNumber(false, bound, Share.Bindings.KEEP)));
        start(fresh(new ByNumber(true, bound, Share.Bindings.NONE)));
        bound.set(EVENTS / 2);

        publish(EVENTS);

        await().atMost(Duration.ofSeconds(30)).until(() -> effects.counts().size() == EVENTS);
        assertThat(effectsOf("new")).isEqualTo(onceBut(EVENTS / 2));
        assertThat(effects.counts()).isEqualTo(onceBut(EVENTS));
    }

    @Test
    void a_group_that_knows_less_looks_again_before_it_sends_back() throws Exception {
        AtomicInteger bound = new AtomicInteger(0);
        ByNumber late = new ByNumber(true, bound, Share.Bindings.NONE);
        bound.set(EVENTS);
        start(old(new ByNumber(false, bound, Share.Bindings.KEEP)));
        start(fresh(late));

        publish(EVENTS);

        await().atMost(Duration.ofSeconds(30)).until(() -> effects.counts().size() == EVENTS);
        assertThat(effectsOf("new")).isEqualTo(onceBut(EVENTS));
        assertThat(observed).hasSize(EVENTS).allMatch(told -> told.verdict() == Verdict.FORWARDED);
    }

    @Test
    void one_recognises_what_the_other_has_handled() throws Exception {
        AtomicInteger bound = new AtomicInteger(0);
        ConsumerGroup.Spec old = old(new ByNumber(false, bound, Share.Bindings.KEEP));
        start(old);
        publish(numbers(1), List.of("01890a5d-ac96-774b-bcce-b302099a8057"));
        awaitVerdicts(1);
        bound.set(1);
        start(fresh(new ByNumber(true, bound, Share.Bindings.NONE)));

        publish(numbers(1), List.of("01890a5d-ac96-774b-bcce-b302099a8057"));

        await().atMost(Duration.ofSeconds(15)).until(() -> byNext.containsValue(Verdict.DUPLICATE));
        assertThat(effects.counts()).isEqualTo(Map.of(0L, 1));
    }

    @Test
    void bindings_are_kept_left_out_or_taken_away_as_the_share_says() throws Exception {
        AtomicInteger bound = new AtomicInteger(0);
        start(old(new ByNumber(false, bound, Share.Bindings.KEEP))).close();
        start(fresh(new ByNumber(true, bound, Share.Bindings.NONE))).close();
        publish(1);
        assertThat(raw.depth(group)).isEqualTo(1);
        assertThat(raw.depth(next)).isZero();
        raw.declareQueue(group + ".witness");
        rabbit.alsoDelete(group + ".witness");
        raw.bind(group + ".witness", exchange, "#");

        start(old(new ByNumber(false, bound, Share.Bindings.REMOVE))).close();
        publish(numbers(1), ids(1));

        assertThat(raw.depth(group + ".witness")).isEqualTo(1);
        assertThat(raw.depth(group)).isZero();
    }

    @Test
    void a_queue_that_is_fed_gets_what_is_sent_there_with_its_key_and_nothing_else() throws Exception {
        String foreign = group + ".foreign";
        raw.declareTopic(exchange);
        raw.declareQueue(foreign);
        raw.bind(foreign, exchange, "#");
        rabbit.alsoDelete(foreign);
        ConsumerGroup.Spec standing = spec().feeding(foreign).on(exchange, "#", event -> {});
        Share allOver = new Share() {
            @Override
            public String group() {
                return group;
            }

            @Override
            public Optional<Destination> elsewhere(DomainEvent event) {
                return Optional.of(Destination.fanout(standing.feed()));
            }

            @Override
            public void look() {}

            @Override
            public void hold(Connection transaction, Collection<DomainEvent> events) {}

            @Override
            public Bindings bindings() {
                return Bindings.KEEP;
            }
        };
        start(standing.sharing(allOver));

        publish(3);
        awaitVerdicts(3);

        assertThat(observed).allMatch(told -> told.verdict() == Verdict.FORWARDED);
        assertThat(raw.depth(foreign)).isEqualTo(3);
        GetResponse first = raw.next(foreign);
        assertThat(first.getEnvelope().getRoutingKey()).isEqualTo("order.paid");
        assertThat(new String(first.getBody(), UTF_8)).contains("order_id");
    }
}

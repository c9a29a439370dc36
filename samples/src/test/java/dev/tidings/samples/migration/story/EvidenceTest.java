package dev.tidings.samples.migration.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.events.DomainEvent;
import dev.tidings.migration.Comparison;
import dev.tidings.migration.InMemoryOutcomeStore;
import dev.tidings.migration.Outcome;
import dev.tidings.migration.Report;
import dev.tidings.migration.Result;
import dev.tidings.migration.Side;
import dev.tidings.samples.migration.billing.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    private static final String COMPARISON = "billing/v2";
    private static final Map<String, Order> ORDERS =
            Map.of("order_id=1", new Order("DE", 1750, "PLACED"), "order_id=2", new Order("AT", 1750, "PLACED"));

    private final InMemoryOutcomeStore outcomes = new InMemoryOutcomeStore();

    private void both(String type, long order, Map<String, ?> old, Map<String, ?> fresh) {
        DomainEvent event = DomainEvent.of(type, "order_id", order);
        outcomes.record(List.of(outcome(Side.OLD, event, old), outcome(Side.NEW, event, fresh)));
    }

    private static Outcome outcome(Side side, DomainEvent event, Map<String, ?> effect) {
        return Outcome.of(COMPARISON, side, event, Result.effect(effect), Duration.ZERO, Instant.now());
    }

    private List<String> wrong() {
        Report report = Comparison.of(COMPARISON, outcomes).report();
        return new Evidence(report).wrong(ORDERS, List.of(report.verdict() + " Compare again"));
    }

    @Test
    void the_bug_alone_is_found() {
        both("order.placed", 1, Map.of("tax_cents", 333), Map.of("tax_cents", 332));
        both("order.paid", 1, Map.of("paid", true), Map.of("paid", true));

        assertThat(wrong()).isEmpty();
    }

    @Test
    void nothing_is_found_where_all_is_the_same() {
        both("order.placed", 1, Map.of("tax_cents", 333), Map.of("tax_cents", 333));

        assertThat(wrong())
                .singleElement()
                .asString()
                .contains("does not name it")
                .contains("SAME");
    }

    @Test
    void an_order_whose_tax_does_not_end_on_half_a_cent_is_not_of_the_bug() {
        both("order.placed", 2, Map.of("tax_cents", 350), Map.of("tax_cents", 351));

        assertThat(wrong()).singleElement().asString().contains("order_id=2");
    }

    @Test
    void another_kind_of_event_is_not_of_the_bug() {
        both("order.placed", 1, Map.of("tax_cents", 333), Map.of("tax_cents", 332));
        both("order.paid", 1, Map.of("paid", true), Map.of("paid", false));

        assertThat(wrong()).anyMatch(each -> each.contains("order.paid"));
    }

    @Test
    void a_baton_that_was_refused_for_something_else_is_no_evidence() {
        both("order.placed", 1, Map.of("tax_cents", 333), Map.of("tax_cents", 332));
        Report report = Comparison.of(COMPARISON, outcomes).report();

        assertThat(new Evidence(report).wrong(ORDERS, List.of("no back-fill")))
                .singleElement()
                .asString()
                .contains("other reasons");
    }
}

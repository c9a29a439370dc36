package dev.tidings.samples.migration.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.samples.demo.check.Claim;
import dev.tidings.samples.migration.billing.Invoice;
import dev.tidings.samples.migration.billing.Order;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckTest {
    private final Map<String, String> confirmed = new HashMap<>(Map.of("a", "order.placed", "b", "order.cancelled"));
    private final Map<Long, Order> orders = new HashMap<>(Map.of(1L, new Order("DE", 1750, "CANCELLED")));
    private final Map<String, List<String>> ledger = new HashMap<>(Map.of("a", List.of("old"), "b", List.of("new")));
    private final Map<Long, Invoice> invoices = new HashMap<>(Map.of(1L, new Invoice(1750, 333, 2083, false, 1750)));
    private final Map<Long, Order> copies = new HashMap<>(orders);
    private long shadowed;
    private List<String> bug = List.of();

    private Outcome outcome() {
        return new Check(2, confirmed, orders, ledger, invoices, copies, shadowed, 0, bug)
                .outcome(3, 4, Duration.ofSeconds(5));
    }

    private List<String> problems(String claim) {
        return outcome().claims().stream()
                .filter(each -> each.name().equals(claim))
                .flatMap(each -> each.problems().stream())
                .toList();
    }

    @Test
    void a_ledger_with_each_event_once_is_all_right() {
        Outcome outcome = outcome();

        assertThat(outcome.claims()).allMatch(Claim::holds);
        assertThat(outcome.allRight()).isTrue();
        assertThat(outcome.figures())
                .containsEntry("published", 2)
                .containsEntry("delivered", 2)
                .containsEntry("duplicates_suppressed", 3L)
                .containsEntry("callbacks", 4L)
                .containsEntry("seconds", 5.0)
                .containsEntry("bug_found", true);
    }

    @Test
    void an_event_that_is_not_in_the_ledger_is_lost() {
        ledger.remove("b");

        assertThat(outcome().lost()).isEqualTo(1);
        assertThat(problems("lost")).containsExactly("order.cancelled b took no effect");
    }

    @Test
    void an_event_that_is_there_for_both_sides_took_effect_twice() {
        ledger.put("b", List.of("old", "new"));

        assertThat(outcome().duplicateEffects()).isEqualTo(1);
        assertThat(problems("effects")).containsExactly("order.cancelled b took effect by old and new");
    }

    @Test
    void an_event_that_nobody_told_is_seen() {
        ledger.put("c", List.of("new"));

        assertThat(problems("effects")).containsExactly("(unknown) c took effect by new");
    }

    @Test
    void a_cent_too_few_is_stale_and_so_is_an_old_copy() {
        invoices.put(1L, new Invoice(1750, 332, 2082, false, 1750));
        copies.put(1L, new Order("DE", 1750, "PLACED"));

        assertThat(outcome().stale()).isEqualTo(2);
        assertThat(problems("stale")).hasSize(2).allMatch(problem -> problem.contains("order 1"));
    }

    @Test
    void an_entry_of_a_shadow_is_seen_and_so_is_a_bug_that_was_not_found() {
        shadowed = 1;
        bug = List.of("the report does not name it");

        assertThat(problems("shadow")).hasSize(1);
        assertThat(outcome().isBugFound()).isFalse();
        assertThat(outcome().allRight()).isFalse();
    }
}

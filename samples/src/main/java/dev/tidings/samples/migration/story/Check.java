package dev.tidings.samples.migration.story;

import dev.tidings.samples.demo.check.Claim;
import dev.tidings.samples.migration.billing.Invoice;
import dev.tidings.samples.migration.billing.NewBilling;
import dev.tidings.samples.migration.billing.OldBilling;
import dev.tidings.samples.migration.billing.Order;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares what is in the books with what should be, once all is quiet.
 *
 * @param confirmed the routing keys of the events that the broker has confirmed, by their ids
 * @param orders what the shop has
 * @param ledger which sides took effect for each event
 * @param invoices what was billed, by order
 * @param copies the orders as the rewrite has them
 * @param shadowed how many entries the books of shadows have
 * @param dead how many events were given up
 * @param bug what is wrong with how the bug was found; nothing if it was found and named
 */
record Check(
        int expected,
        Map<String, String> confirmed,
        Map<Long, Order> orders,
        Map<String, List<String>> ledger,
        Map<Long, Invoice> invoices,
        Map<Long, Order> copies,
        long shadowed,
        long dead,
        List<String> bug) {

    Outcome outcome(long duplicates, long callbacks, Duration took) {
        Claim lost = lost();
        Claim stale = stale();
        return new Outcome(
                confirmed.size(),
                confirmed.size() - lost.problems().size(),
                duplicates,
                lost.problems().size(),
                extra(),
                stale.problems().size(),
                callbacks,
                took,
                bug.isEmpty(),
                List.of(published(), bugFound(), lost, twice(), sides(), stale, shadow(), deadLetters()));
    }

    private Claim published() {
        int missing = expected - confirmed.size();
        return Claim.that(
                "published",
                missing == 0 ? List.of() : List.of("%,d events were never confirmed by the broker".formatted(missing)),
                "%,d, each confirmed by the broker".formatted(expected),
                "%,d of %,d".formatted(confirmed.size(), expected));
    }

    private Claim bugFound() {
        return Claim.that("bug", bug, "named by the report, and kept from any share", "not found");
    }

    private Claim lost() {
        List<String> lost = confirmed.entrySet().stream()
                .filter(event -> !ledger.containsKey(event.getKey()))
                .map(event -> "%s %s took no effect".formatted(event.getValue(), event.getKey()))
                .sorted()
                .toList();
        return Claim.that(
                "lost",
                lost,
                "none: every event is in the ledger",
                "%,d of %,d events".formatted(lost.size(), confirmed.size()));
    }

    private Claim twice() {
        List<String> twice = ledger.entrySet().stream()
                .filter(event -> event.getValue().size() > 1 || !confirmed.containsKey(event.getKey()))
                .map(event -> "%s %s took effect by %s"
                        .formatted(
                                confirmed.getOrDefault(event.getKey(), "(unknown)"),
                                event.getKey(),
                                String.join(" and ", event.getValue())))
                .toList();
        return Claim.that(
                "effects",
                twice,
                "none twice: every event is in the ledger once",
                "%,d events took effect more than once".formatted(twice.size()));
    }

    private int extra() {
        return ledger.values().stream().mapToInt(sides -> sides.size() - 1).sum();
    }

    private Claim sides() {
        long old = count(OldBilling.SIDE);
        long fresh = count(NewBilling.SIDE);
        return Claim.that(
                "sides",
                old > 0 && fresh > 0 ? List.of() : List.of("one side never took effect"),
                "the old one %,d times, the new one %,d times".formatted(old, fresh),
                "the old one %,d times, the new one %,d times".formatted(old, fresh));
    }

    private long count(String side) {
        return ledger.values().stream()
                .flatMap(List::stream)
                .filter(side::equals)
                .count();
    }

    private Claim stale() {
        Stream<String> billed = orders.entrySet().stream()
                .filter(order -> !Optional.of(Invoice.right(order.getValue()))
                        .equals(Optional.ofNullable(invoices.get(order.getKey()))))
                .map(order -> "order %d, %s, has the invoice %s"
                        .formatted(order.getKey(), order.getValue(), invoices.get(order.getKey())));
        Stream<String> copied = orders.entrySet().stream()
                .filter(order -> !order.getValue().equals(copies.get(order.getKey())))
                .map(order -> "order %d, %s, has the copy %s"
                        .formatted(order.getKey(), order.getValue(), copies.get(order.getKey())));
        List<String> wrong = Stream.concat(billed, copied).toList();
        return Claim.that(
                "stale",
                wrong,
                "none: invoices and copies of all %,d orders are right".formatted(orders.size()),
                "%,d invoices and copies of %,d orders".formatted(wrong.size(), orders.size()));
    }

    private Claim shadow() {
        return Claim.that(
                "shadow",
                shadowed == 0 ? List.of() : List.of("%,d entries are in its books".formatted(shadowed)),
                "left nothing behind",
                "took effect");
    }

    private Claim deadLetters() {
        return Claim.that(
                "dead letters",
                dead == 0 ? List.of() : List.of("%,d events were given up".formatted(dead)),
                "none: no side gave up an event",
                "%,d".formatted(dead));
    }
}

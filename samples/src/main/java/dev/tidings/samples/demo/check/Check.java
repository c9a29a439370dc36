package dev.tidings.samples.demo.check;

import dev.tidings.consumer.Handled;
import dev.tidings.samples.demo.search.Indexed;
import dev.tidings.samples.demo.search.Profile;
import dev.tidings.samples.demo.users.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares what the services have with what they should have, once all is quiet.
 *
 * @param ledger what was published, and what was handled
 * @param counts what the audit service has counted, by routing key
 * @param mails how many mails the mail server has taken, by the event that they are about
 * @param owned what the user service has
 * @param copied what the search service has
 * @param deadLetters how many dead letters each service has
 */
public record Check(
        Ledger ledger,
        Map<String, Integer> counts,
        Map<String, Integer> mails,
        List<User> owned,
        Map<Long, Indexed> copied,
        Map<String, Long> deadLetters) {

    /** Checks everything. */
    public Findings findings(long callbacks, Duration took) {
        Claim lost = lost();
        Claim stale = stale();
        return new Findings(
                ledger.published().size(),
                ledger.settled(),
                ledger.tallies().values().stream().mapToLong(Tally::received).sum(),
                duplicates(),
                lost.problems().size(),
                extraMails(),
                stale.problems().size(),
                dead(),
                callbacks,
                took,
                List.of(published(), lost, audit(), effects(), stale, deadLetter()));
    }

    private Claim published() {
        int missing = ledger.expected() - ledger.published().size();
        return Claim.that(
                "published",
                missing == 0 ? List.of() : List.of("%,d changes were never confirmed by the broker".formatted(missing)),
                "%,d, each confirmed by the broker".formatted(ledger.expected()),
                "%,d of %,d".formatted(ledger.published().size(), ledger.expected()));
    }

    private Claim lost() {
        List<String> lost = ledger.lost().entrySet().stream()
                .map(event -> "%s %s did not reach %s"
                        .formatted(
                                ledger.published().get(event.getKey()),
                                event.getKey(),
                                String.join(" and ", event.getValue())))
                .toList();
        return Claim.that(
                "lost",
                lost,
                "none: every event reached every service that wants it",
                "%,d of %,d events".formatted(lost.size(), ledger.published().size()));
    }

    private Claim audit() {
        Map<String, Integer> published = new TreeMap<>();
        ledger.published().values().forEach(key -> published.merge(key, 1, Integer::sum));
        return Claim.that(
                "audit",
                published.equals(counts) ? List.of() : List.of("published were " + words(published)),
                words(counts),
                words(counts));
    }

    private static String words(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(count -> "%s %d".formatted(count.getKey(), count.getValue()))
                .collect(Collectors.joining(", "));
    }

    private Claim effects() {
        Stream<String> none = ledger.ids("user.created").stream()
                .filter(id -> !mails.containsKey(id))
                .map(id -> "no mail for event " + id);
        Stream<String> many = mails.entrySet().stream()
                .filter(mail -> mail.getValue() > 1)
                .map(mail -> mail.getValue() + " mails for event " + mail.getKey());
        return Claim.that(
                "effects",
                Stream.concat(none, many).sorted().toList(),
                "none twice: %,d new users got one mail each".formatted(mails.size()),
                "%,d mails too many".formatted(extraMails()));
    }

    private int extraMails() {
        return mails.values().stream().mapToInt(count -> count - 1).sum();
    }

    private Claim stale() {
        Map<Long, Indexed> right = owned.stream()
                .collect(Collectors.toMap(
                        User::id, user -> new Indexed(new Profile(user.country(), user.city()), user.version())));
        List<String> stale = Stream.concat(right.keySet().stream(), copied.keySet().stream())
                .distinct()
                .sorted()
                .filter(id -> !words(right, id).equals(words(copied, id)))
                .map(id -> "user %d: owned as %s, copied as %s".formatted(id, words(right, id), words(copied, id)))
                .toList();
        return Claim.that(
                "stale",
                stale,
                "none: search equals users in all %,d profiles".formatted(right.size()),
                "%,d of %,d profiles".formatted(stale.size(), right.size()));
    }

    private static String words(Map<Long, Indexed> users, long id) {
        Indexed user = users.get(id);
        return user == null
                ? "none"
                : "%s, %s, version %d"
                        .formatted(user.profile().city(), user.profile().country(), user.version());
    }

    private Claim deadLetter() {
        List<String> dead = deadLetters.entrySet().stream()
                .filter(service -> service.getValue() > 0)
                .map(service -> "%s has given up %,d events".formatted(service.getKey(), service.getValue()))
                .toList();
        return Claim.that("dead letters", dead, "none: no service gave up an event", "%,d".formatted(dead()));
    }

    private long dead() {
        return deadLetters.values().stream().mapToLong(count -> count).sum();
    }

    private long duplicates() {
        return ledger.tallies().values().stream()
                .mapToLong(tally -> tally.of(Handled.Verdict.DUPLICATE))
                .sum();
    }
}

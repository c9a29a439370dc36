package dev.tidings.samples.demo.check;

import dev.tidings.consumer.Handled;
import dev.tidings.samples.demo.search.Profile;
import dev.tidings.samples.demo.users.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
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
        Map<Long, Profile> copied,
        Map<String, Long> deadLetters) {

    /** Checks everything. */
    public Findings findings(long callbacks, Duration took) {
        List<String> lost = lost();
        List<String> again = mailsAgain();
        List<String> stale = stale();
        long duplicates = tallied(Handled.Verdict.DUPLICATE);
        List<Claim> claims = List.of(
                new Claim(
                        "%,d changes published, each confirmed by the broker"
                                .formatted(ledger.published().size()),
                        unpublished()),
                new Claim("none lost: each reached every service that wants it", lost),
                new Claim("audit counted each once: " + words(counts), miscounted()),
                new Claim(
                        "%,d new users, one mail each; %,d duplicates recognised".formatted(mails.size(), duplicates),
                        together(unmailed(), again)),
                new Claim("search equals users, row by row: %,d profiles".formatted(owned.size()), stale),
                new Claim("no dead letters", dead()));
        return new Findings(
                ledger.published().size(),
                ledger.settled(),
                ledger.tallies().values().stream().mapToLong(Tally::received).sum(),
                duplicates,
                lost.size(),
                mails.values().stream().mapToInt(count -> count - 1).sum(),
                stale.size(),
                callbacks,
                took,
                claims);
    }

    private long tallied(Handled.Verdict verdict) {
        return ledger.tallies().values().stream()
                .mapToLong(tally -> tally.of(verdict))
                .sum();
    }

    private List<String> unpublished() {
        int missing = ledger.expected() - ledger.published().size();
        return missing == 0 ? List.of() : List.of(missing + " changes were never confirmed by the broker");
    }

    private List<String> lost() {
        return ledger.lost().entrySet().stream()
                .map(event ->
                        "event " + event.getKey() + " (" + ledger.published().get(event.getKey()) + ") did not reach "
                                + String.join(", ", event.getValue()))
                .toList();
    }

    private List<String> miscounted() {
        Map<String, Integer> published = new TreeMap<>();
        ledger.published().values().forEach(key -> published.merge(key, 1, Integer::sum));
        return published.equals(counts)
                ? List.of()
                : List.of("published: " + words(published) + "; counted: " + words(counts));
    }

    private static String words(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(count -> "%s %,d".formatted(count.getKey(), count.getValue()))
                .collect(Collectors.joining(", "));
    }

    private List<String> unmailed() {
        return ledger.ids("user.created").stream()
                .filter(id -> !mails.containsKey(id))
                .sorted()
                .map(id -> "no mail for event " + id)
                .toList();
    }

    private List<String> mailsAgain() {
        return mails.entrySet().stream()
                .filter(mail -> mail.getValue() > 1)
                .map(mail -> mail.getValue() + " mails for event " + mail.getKey())
                .toList();
    }

    private List<String> stale() {
        Map<Long, Profile> right = new TreeMap<>();
        owned.forEach(user -> right.put(user.id(), new Profile(user.country(), user.city(), user.version())));
        TreeSet<Long> ids = new TreeSet<>(right.keySet());
        ids.addAll(copied.keySet());
        List<String> stale = new ArrayList<>();
        for (long id : ids) {
            if (!java.util.Objects.equals(right.get(id), copied.get(id))) {
                stale.add("user " + id + ": users has " + words(right, id) + ", search has " + words(copied, id));
            }
        }
        return stale;
    }

    private static String words(Map<Long, Profile> profiles, long id) {
        Profile profile = profiles.get(id);
        return profile == null
                ? "none"
                : profile.city() + ", " + profile.country() + " (version " + profile.version() + ")";
    }

    private List<String> dead() {
        return deadLetters.entrySet().stream()
                .filter(service -> service.getValue() > 0)
                .map(service -> service.getKey() + " has given up " + service.getValue() + " events")
                .toList();
    }

    private static List<String> together(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}

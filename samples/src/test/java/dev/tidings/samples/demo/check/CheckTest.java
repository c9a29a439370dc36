package dev.tidings.samples.demo.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.consumer.Handled;
import dev.tidings.events.DomainEvent;
import dev.tidings.samples.demo.search.Indexed;
import dev.tidings.samples.demo.search.Profile;
import dev.tidings.samples.demo.users.User;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckTest {
    private final DomainEvent created =
            DomainEvent.of("user.created", "user_id", 1).version(1);
    private final Tally audit = new Tally(key -> true);
    private final Ledger ledger = Ledger.of(1).with("audit", audit);
    private final Map<String, Integer> counts = new HashMap<>(Map.of("user.created", 1));
    private final Map<String, Integer> mails = new HashMap<>(Map.of(created.eventId(), 1));
    private final Map<Long, Indexed> copied = new HashMap<>(Map.of(1L, indexed("Ghana", "Tamale", 1)));
    private final Map<String, Long> deadLetters = new HashMap<>(Map.of("audit", 0L));

    @Test
    void all_is_right_when_everything_arrived_once() {
        published();
        handled(Handled.Verdict.DONE);

        assertThat(findings().claims()).allMatch(Claim::holds);
        assertThat(findings().delivered()).isEqualTo(1);
    }

    @Test
    void an_event_is_lost_until_it_is_done() {
        published();
        handled(Handled.Verdict.RETRY_LATER);

        assertThat(findings().lost()).isEqualTo(1);
        assertThat(findings().delivered()).isZero();
        assertThat(wrong()).contains("user.created " + created.eventId() + " did not reach audit");
    }

    @Test
    void a_change_that_the_broker_never_confirmed_is_told() {
        assertThat(wrong()).contains("1 changes were never confirmed by the broker");
    }

    @Test
    void a_second_mail_for_an_event_is_a_duplicate_effect() {
        published();
        handled(Handled.Verdict.DONE);
        mails.put(created.eventId(), 3);

        assertThat(findings().duplicateEffects()).isEqualTo(2);
        assertThat(wrong()).containsExactly("3 mails for event " + created.eventId());
    }

    @Test
    void a_missing_mail_is_told() {
        published();
        handled(Handled.Verdict.DONE);
        mails.clear();

        assertThat(wrong()).containsExactly("no mail for event " + created.eventId());
    }

    @Test
    void a_profile_that_is_missing_or_too_many_or_old_is_stale() {
        published();
        handled(Handled.Verdict.DONE);
        copied.put(1L, indexed("Ghana", "Kumasi", 1));
        copied.put(2L, indexed("Japan", "Naha", 4));

        assertThat(findings().stale()).isEqualTo(2);
        assertThat(wrong())
                .containsExactly(
                        "user 1: owned as Tamale, Ghana, version 1, copied as Kumasi, Ghana, version 1",
                        "user 2: owned as none, copied as Naha, Japan, version 4");
    }

    @Test
    void what_audit_counted_otherwise_is_told() {
        published();
        handled(Handled.Verdict.DONE);
        counts.put("user.created", 2);

        assertThat(wrong()).containsExactly("published were user.created 1");
    }

    @Test
    void a_dead_letter_is_told() {
        published();
        handled(Handled.Verdict.DONE);
        deadLetters.put("audit", 1L);

        assertThat(findings().deadLetters()).isEqualTo(1);
        assertThat(wrong()).containsExactly("audit has given up 1 events");
    }

    private static Indexed indexed(String country, String city, long version) {
        return new Indexed(new Profile(country, city), version);
    }

    private void published() {
        ledger.confirmed(created);
    }

    private void handled(Handled.Verdict verdict) {
        audit.accept(new Handled(
                "audit", created.routingKey(), Optional.of(created), 1, verdict, Optional.empty(), Duration.ZERO));
    }

    private List<String> wrong() {
        return findings().claims().stream()
                .flatMap(claim -> claim.problems().stream())
                .toList();
    }

    private Findings findings() {
        return new Check(ledger, counts, mails, List.of(new User(1, "Ghana", "Tamale", 1)), copied, deadLetters)
                .findings(1, Duration.ofSeconds(1));
    }
}

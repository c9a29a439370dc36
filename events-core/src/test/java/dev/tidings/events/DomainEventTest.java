package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainEventTest {
    private final DomainEvent event = DomainEvent.of("profile.updated", "user_id", 42);

    @Test
    void an_event_says_what_changed_and_of_which_entity() {
        UUID tenant = UUID.randomUUID();
        DomainEvent full = event.and("tenant_id", tenant)
                .and("region", "eu-1")
                .changed("country", "city")
                .changed("zip")
                .version(7);

        assertThat(full.type()).isEqualTo("profile.updated");
        assertThat(full.routingKey()).isEqualTo("profile.updated");
        assertThat(full.prefix()).isEmpty();
        assertThat(full.ids()).hasToString("{user_id=42, tenant_id=" + tenant + ", region=eu-1}");
        assertThat(full.fields()).containsExactly("country", "city", "zip");
        assertThat(full.version()).hasValue(7);
        assertThat(full.longId("user_id")).isEqualTo(42);
        assertThat(full.id("region")).isEqualTo("eu-1");
        assertThat(full.exchange()).isEmpty();
        assertThat(full.header("traceparent")).isEmpty();
        assertThat(event.ids()).hasSize(1);
    }

    @Test
    void it_is_identified_from_the_start_and_stays_the_same_event() {
        assertThat(event.isIdentified()).isTrue();
        assertThat(UUID.fromString(event.eventId()).version()).isEqualTo(7);
        assertThat(event.version(1).eventId()).isEqualTo(event.eventId());
        assertThat(DomainEvent.of("profile.updated", "user_id", 42)).isNotEqualTo(event);
        assertThat(event.identifiedBy("order-4711").eventId()).isEqualTo("order-4711");
    }

    @Test
    void it_happened_now_unless_told_otherwise() {
        assertThat(event.occurredAt().orElseThrow())
                .isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
        assertThat(event.occurredAt(Instant.parse("2026-01-31T12:00:00.123456789Z"))
                        .occurredAt())
                .contains(Instant.parse("2026-01-31T12:00:00.123Z"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event.occurredAt(Instant.MAX))
                .withMessageContaining("outside the years 1970 to 9999");
    }

    @Test
    void a_prefix_goes_before_the_type() {
        DomainEvent under = event.under("shop.eu");
        assertThat(under.routingKey()).isEqualTo("shop.eu.profile.updated");
        assertThat(under.prefix()).isEqualTo("shop.eu");
        assertThat(under.type()).isEqualTo("profile.updated");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event.under("shop..eu"))
                .withMessageStartingWith("Prefix 'shop..eu'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event.under("a".repeat(240)))
                .withMessageContaining("256 characters")
                .withMessageContaining("at most 255 bytes");
    }

    @Test
    void events_are_equal_in_all_that_is_written() {
        DomainEvent same = event.identifiedBy(event.eventId());
        assertThat(same).isEqualTo(event).hasSameHashCodeAs(event);
        assertThat(event.version(1)).isNotEqualTo(event);
        assertThat(event.changed("city")).isNotEqualTo(event);
        assertThat(event.from("users")).isNotEqualTo(event);
        assertThat(event.under("eu")).isNotEqualTo(event);
        assertThat(event.and("tenant_id", 1)).isNotEqualTo(event);
        assertThat(event.correlatedWith("request-1")).isNotEqualTo(event);
        assertThat(event.occurredAt(Instant.EPOCH)).isNotEqualTo(event);
    }

    @Test
    void it_prints_as_one_line() {
        assertThat(event.changed("city").version(7).from("user-service").identifiedBy("e1"))
                .hasToString("profile.updated{user_id=42}[city] version 7 id e1 from user-service");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "käse", "{\"country\":\"DE\"}", "line\nbreak", "a/b"})
    void a_text_id_is_a_key_and_never_a_value(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event.and("country", id))
                .withMessageStartingWith("Id country is '")
                .withMessageContaining("1 to 64 of A-Z a-z 0-9 _ . : -")
                .withMessageContaining("carries no values");
    }

    @Test
    void a_text_id_has_at_most_64_characters() {
        assertThat(event.and("token", "x".repeat(64)).ids()).hasSize(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event.and("token", "x".repeat(65)))
                .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(250));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "_id", "user-id", "user.id", "größe"})
    void an_id_has_a_plain_name(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event.and(name, 1))
                .withMessageContaining("Id name '" + name + "'")
                .withMessageContaining("up to 63 of A-Z a-z 0-9 _")
                .withMessageContaining("such as 'user_id'");
    }

    @Test
    void an_id_is_not_called_fields_and_not_given_twice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event.and("fields", 1))
                .withMessageContaining("reserved");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event.and("user_id", 43))
                .withMessageContaining("Id user_id is given twice")
                .withMessageContaining("one event for each");
    }

    @Test
    void an_event_has_at_most_8_ids_and_100_fields() {
        DomainEvent eight = event;
        for (int i = 2; i <= 8; i++) {
            eight = eight.and("id" + i, i);
        }
        DomainEvent full = eight;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> full.and("id9", 9))
                .withMessageContaining("at most 8 ids");
        String[] names = IntStream.range(0, 101).mapToObj(i -> "field" + i).toArray(String[]::new);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event.changed(names))
                .withMessageContaining("101 changed fields")
                .withMessageContaining("at most 100");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event.changed("city=Berlin"))
                .withMessageContaining("'city=Berlin'")
                .withMessageContaining("never its value");
    }

    @Test
    void source_correlation_and_event_id_are_short_printable_texts() {
        assertThatIllegalArgumentException().isThrownBy(() -> event.from("")).withMessageContaining("source is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event.correlatedWith("a\r\nb"))
                .withMessageContaining("correlation id 'a\\r\\nb' has unprintable characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event.identifiedBy("€".repeat(86)))
                .withMessageContaining("event id")
                .withMessageContaining("longer than 255 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event.version(-1))
                .withMessageContaining("-1 is negative");
    }

    @Test
    void a_missing_id_names_those_that_are_there() {
        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> event.longId("order_id"))
                .withMessage("The event has no id 'order_id'; it has user_id; ask for one of these");
        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> event.and("region", "eu").longId("region"))
                .withMessageContaining("Id region is 'eu', not a whole number that fits a long");
    }
}

package dev.tidings.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.events.DomainEvent;
import dev.tidings.events.EventFormat;
import dev.tidings.events.MessageProperties;
import dev.tidings.events.RawMessage;
import dev.tidings.idempotency.ClaimRequest;
import dev.tidings.idempotency.IdempotencyKey;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeysTest {
    private static final DomainEvent EVENT =
            DomainEvent.of("user.created", "user_id", 42).from("users-service");
    private static final String UUID = "01890a5d-ac96-774b-bcce-b302099a8057";

    private static Optional<String> id(Keys keys, DomainEvent event) {
        return keys.request("billing", event).map(ClaimRequest::key).map(IdempotencyKey::eventId);
    }

    private static DomainEvent withHeader(String name, Object value) throws Exception {
        RawMessage message = new RawMessage(
                "users",
                "user.created",
                MessageProperties.none(),
                Map.of(name, value),
                "{\"user_id\":42}".getBytes(UTF_8));
        return message.readWith(EventFormat.standard());
    }

    @Test
    void a_uuid_is_trusted_within_its_source() {
        assertThat(Keys.ofUuids().request("billing", EVENT.identifiedBy(UUID)))
                .map(ClaimRequest::key)
                .contains(new IdempotencyKey("billing", "users-service", UUID));
    }

    @Test
    void an_id_that_is_no_uuid_may_repeat() {
        assertThat(id(Keys.ofUuids(), EVENT.identifiedBy("42"))).isEmpty();
        assertThat(id(Keys.ofUuids(), EVENT.identifiedBy(UUID.replace('-', '_'))))
                .isEmpty();
        assertThat(id(Keys.ofUuids(), EVENT.identifiedBy(UUID.replace('a', 'x'))))
                .isEmpty();
    }

    @Test
    void a_source_that_is_said_to_be_unique_is_trusted_and_no_other() {
        Keys keys = Keys.ofUuids().trusting("users-service");

        assertThat(id(keys, EVENT.identifiedBy("42"))).contains("42");
        assertThat(id(keys, EVENT.from("elsewhere").identifiedBy("42"))).isEmpty();
    }

    @Test
    void thin_events_without_an_id_are_alike_and_never_recognised() throws Exception {
        assertThat(id(Keys.ofUuids(), withHeader("tidings-version", 7L))).isEmpty();
    }

    @Test
    void a_unique_header_makes_a_key_with_the_type_and_the_ids() throws Exception {
        Keys keys = Keys.ofUuids().unique("tidings-version");

        assertThat(id(keys, withHeader("tidings-version", 7L)))
                .isPresent()
                .isEqualTo(id(keys, withHeader("tidings-version", 7L)))
                .isNotEqualTo(id(keys, withHeader("tidings-version", 8L)));
        assertThat(id(keys, withHeader("another", 7L))).isEmpty();
    }
}

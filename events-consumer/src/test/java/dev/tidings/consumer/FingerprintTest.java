package dev.tidings.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.events.DomainEvent;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static final DomainEvent UPDATED =
            DomainEvent.of("profile.updated", "user_id", 42).changed("country", "city");

    private static long of(DomainEvent event) {
        return Fingerprint.of(event);
    }

    @Test
    void it_is_the_beginning_of_a_sha_256_of_type_ids_fields_and_version() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest("profile.updated\nuser_id\n42\n\ncity\ncountry\n\n7".getBytes(UTF_8));

        assertThat(of(UPDATED.version(7)))
                .isEqualTo(HexFormat.fromHexDigitsToLong(HexFormat.of().formatHex(hash, 0, 8)));
    }

    @Test
    void it_does_not_depend_on_order_id_source_time_or_prefix() {
        DomainEvent other = DomainEvent.of("profile.updated", "user_id", 42)
                .changed("city")
                .changed("country")
                .from("elsewhere")
                .correlatedWith("request-1")
                .under("shop.eu");

        assertThat(of(other)).isEqualTo(of(UPDATED));
    }

    @Test
    void it_tells_apart_what_says_something_else() {
        assertThat(of(UPDATED))
                .isNotEqualTo(
                        of(DomainEvent.of("profile.deleted", "user_id", 42).changed("country", "city")))
                .isNotEqualTo(
                        of(DomainEvent.of("profile.updated", "user_id", 43).changed("country", "city")))
                .isNotEqualTo(
                        of(DomainEvent.of("profile.updated", "account_id", 42).changed("country", "city")))
                .isNotEqualTo(
                        of(DomainEvent.of("profile.updated", "user_id", 42).changed("country")))
                .isNotEqualTo(of(UPDATED.version(1)));
    }
}

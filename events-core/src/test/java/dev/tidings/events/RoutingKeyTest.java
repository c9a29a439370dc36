package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingKeyTest {
    @ParameterizedTest
    @ValueSource(strings = {"user", "user.deleted", "shop.eu-1.profile_2.updated", "-", "1.2"})
    void words_between_single_dots_are_a_key(String text) {
        assertThat(RoutingKey.of(text))
                .hasToString(text)
                .isEqualTo(RoutingKey.of(text))
                .hasSameHashCodeAs(RoutingKey.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "user.",
                ".user",
                "user..deleted",
                "user.*",
                "#",
                "user deleted",
                "benutzer.gelöscht",
                "a\r\nb"
            })
    void anything_else_is_refused_on_one_line_with_an_example(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RoutingKey.of(text))
                .withMessageStartingWith("Routing key '")
                .withMessageContaining("words of A-Z a-z 0-9 _ - separated by single dots")
                .withMessageContaining("write it like 'user.deleted'")
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("\n", "\r"));
    }

    @Test
    void a_key_has_at_most_255_bytes() {
        assertThat(RoutingKey.of("a".repeat(255)).toString()).hasSize(255);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RoutingKey.of("a".repeat(256)))
                .withMessageContaining("256 characters")
                .withMessageContaining("at most 255 bytes")
                .withMessageContaining("use fewer or shorter words")
                .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(200));
    }
}

package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HeaderMatchTest {
    private static final HeaderMatch SMALL_PDF = HeaderMatch.all(Map.of("format", "pdf", "size", "a5"));
    private static final HeaderMatch PDF = HeaderMatch.all(Map.of("format", "pdf"));
    private static final HeaderMatch PDF_OR_A5 = HeaderMatch.any(Map.of("format", "pdf", "size", "a5"));

    @Test
    void all_wants_each_header_and_any_wants_one() {
        assertThat(SMALL_PDF.matches(Map.of("format", "pdf", "size", "a5", "more", 1)))
                .isTrue();
        assertThat(SMALL_PDF.matches(Map.of("format", "pdf"))).isFalse();
        assertThat(PDF_OR_A5.matches(Map.of("size", "a5"))).isTrue();
        assertThat(PDF_OR_A5.matches(Map.of("size", "a4"))).isFalse();
        assertThat(SMALL_PDF.mismatch(Map.of("format", "pdf"))).contains("other headers: size");
    }

    @Test
    void a_number_is_not_the_text_of_it() {
        assertThat(HeaderMatch.all(Map.of("size", "5")).matches(Map.of("size", 5)))
                .isFalse();
    }

    @Test
    void a_narrower_match_is_covered_by_a_wider_one_and_not_the_other_way() {
        assertThat(SMALL_PDF.isCoveredBy(PDF)).isTrue();
        assertThat(PDF.isCoveredBy(SMALL_PDF)).isFalse();
        assertThat(SMALL_PDF.isCoveredBy(PDF_OR_A5)).isTrue();
        assertThat(PDF.isCoveredBy(PDF_OR_A5)).isTrue();
        assertThat(PDF_OR_A5.isCoveredBy(PDF)).isFalse();
        assertThat(PDF_OR_A5.isCoveredBy(HeaderMatch.any(Map.of("format", "pdf", "size", "a5", "tenant", "eu"))))
                .isTrue();
        assertThat(HeaderMatch.any(Map.of("format", "pdf")).isCoveredBy(PDF)).isTrue();
    }

    @Test
    void what_brokers_would_ignore_is_refused() {
        assertThatThrownBy(() -> HeaderMatch.all(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name one header");
        assertThatThrownBy(() -> HeaderMatch.any(Map.of("x-format", "pdf")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'x-'");
    }

    @Test
    void a_match_is_a_value() {
        assertThat(PDF).isEqualTo(HeaderMatch.all(Map.of("format", "pdf"))).hasToString("all of format=pdf");
        assertThat(PDF).isNotEqualTo(HeaderMatch.any(Map.of("format", "pdf")));
        assertThat(PDF).hasSameHashCodeAs(HeaderMatch.all(Map.of("format", "pdf")));
    }
}

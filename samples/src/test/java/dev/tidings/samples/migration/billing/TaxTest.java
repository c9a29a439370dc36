package dev.tidings.samples.migration.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.samples.migration.billing.IntegerTax.Halves;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The old computation, the rewrite, and the bug between them. */
class TaxTest {
    private static final long MOST = 100_000;

    private final TaxRule old = new DecimalTax();
    private final TaxRule planted = new IntegerTax(Halves.TO_EVEN);
    private final TaxRule fixed = new IntegerTax(Halves.UP);

    @ParameterizedTest
    @CsvSource({
        "DE, 10000, 1900",
        "DE, 1750, 333",
        "DE, 1650, 314",
        "DE, 1749, 332",
        "DE, 1751, 333",
        "AT, 1999, 400",
        "FR, 1, 0",
        "FR, 3, 1",
        "GR, 1090, 262",
        "MX, 1295, 207",
        "MX, 0, 0"
    })
    void half_a_cent_is_a_cent(String country, long net, long tax) {
        assertThat(old.of(country, net)).isEqualTo(tax);
        assertThat(fixed.of(country, net)).isEqualTo(tax);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AT", "DE", "FR", "GR", "MX"})
    void the_fixed_rewrite_is_the_same_for_all_amounts(String country) {
        assertThat(differing(fixed, country)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AT", "FR", "GR", "MX"})
    void the_bug_is_not_seen_where_no_tax_ends_on_half_a_cent(String country) {
        assertThat(differing(planted, country)).isEmpty();
    }

    @Test
    void the_bug_is_one_cent_too_few_on_every_second_exact_half() {
        List<Long> differing = differing(planted, "DE");

        assertThat(differing)
                .hasSize((int) (MOST / 200))
                .startsWith(150L, 350L, 550L)
                .contains(1750L);
        assertThat(differing)
                .allSatisfy(net -> assertThat(planted.of("DE", net)).isEqualTo(old.of("DE", net) - 1));
    }

    @Test
    void a_country_without_a_rate_is_refused_by_name() {
        assertThatThrownBy(() -> fixed.of("XX", 1)).hasMessageContaining("XX").hasMessageContaining("DE");
    }

    private List<Long> differing(TaxRule rule, String country) {
        return LongStream.range(0, MOST)
                .filter(net -> rule.of(country, net) != old.of(country, net))
                .boxed()
                .toList();
    }
}

package dev.tidings.samples.migration.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** As it was always computed: half a cent is a cent. */
final class DecimalTax implements TaxRule {

    @Override
    public long of(String country, long netCents) {
        return BigDecimal.valueOf(netCents)
                .multiply(BigDecimal.valueOf(Rates.percent(country), 2))
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}

package dev.tidings.samples.migration.billing;

import java.util.Map;

/** The rates of the countries that the shop sells to. */
final class Rates {
    private static final Map<String, Integer> PERCENT = Map.of("AT", 20, "DE", 19, "FR", 20, "GR", 24, "MX", 16);

    private Rates() {}

    static int percent(String country) {
        Integer rate = PERCENT.get(country);
        if (rate == null) {
            throw new IllegalArgumentException(
                    "no rate of tax is known for the country " + country + ", only for " + PERCENT.keySet());
        }
        return rate;
    }
}

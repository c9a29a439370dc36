package dev.tidings.samples.migration.billing;

/** How much tax is on an amount. */
@FunctionalInterface
interface TaxRule {

    /**
     * In cents, rounded.
     *
     * @param country in two letters
     */
    long of(String country, long netCents);
}

package dev.tidings.samples.migration.billing;

/** The same without decimal numbers, for amounts that are not negative. */
record IntegerTax(Halves halves) implements TaxRule {
    private static final int CENT = 100;

    /** What becomes of half a cent. */
    enum Halves {
        /** A cent. */
        UP,
        /** What makes the sum even: none or a cent. Right for statistics, and the bug of this rewrite. */
        TO_EVEN
    }

    @Override
    public long of(String country, long netCents) {
        long hundredths = netCents * Rates.percent(country);
        long whole = hundredths / CENT;
        int comparedToHalf = Long.compare(2 * (hundredths % CENT), CENT);
        boolean isRoundedUp = comparedToHalf > 0 || (comparedToHalf == 0 && (halves == Halves.UP || whole % 2 == 1));
        return isRoundedUp ? whole + 1 : whole;
    }
}

package dev.tidings.migration;

import java.util.Locale;

/**
 * Mismatches among the events that were compared.
 *
 * @param mismatches 0 to {@code compared}
 */
public record Rate(long mismatches, long compared) {
    /** Refuses more mismatches than events. */
    public Rate {
        if (mismatches < 0 || mismatches > compared) {
            throw new IllegalArgumentException(mismatches + " mismatches of " + compared + " events cannot be");
        }
    }

    /** 0 to 1; 0 where nothing was compared. */
    public double value() {
        return compared == 0 ? 0 : (double) mismatches / compared;
    }

    /**
     * What the true rate is below, with 95 % confidence, if these events are a random sample of all: by the rule of three (3/n) where
     * there was no mismatch, and else by Clopper and Pearson, one-sided.
     *
     * @see <a href="https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval#Clopper%E2%80%93Pearson_interval">the interval</a>
     */
    public double upperBound() {
        return Bound.upper(mismatches, compared);
    }

    /** By which rule {@link #upperBound} was had. */
    public String method() {
        return mismatches == 0 ? "3/n" : "Clopper-Pearson";
    }

    /** Such as {@code 0.12 %}. */
    static String percent(double rate) {
        double percent = rate * 100;
        if (percent == 0) {
            return "0 %";
        }
        int decimals = percent >= 10 ? 1 : percent >= 0.1 ? 2 : percent >= 0.001 ? 4 : 6;
        return String.format(Locale.ROOT, "%." + decimals + "f %%", percent);
    }

    /** The rate, and its bound. */
    @Override
    public String toString() {
        if (compared == 0) {
            return "nothing compared";
        }
        return String.format(
                Locale.ROOT,
                "%,d of %,d (%s; below %s with 95 %% confidence, %s)",
                mismatches,
                compared,
                percent(value()),
                percent(upperBound()),
                method());
    }
}

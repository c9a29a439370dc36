package dev.tidings.migration;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * A share of all entities: those whose {@link #slot} is below it. A larger share has all that a smaller one has.
 *
 * @param slots 1 to 10,000
 */
public record Sampling(int slots) {
    private static final int ALL = 10_000;

    /** Refuses what is no share. */
    public Sampling {
        if (slots < 1 || slots > ALL) {
            throw new IllegalArgumentException("a share of entities is 1 to 10,000 slots, not " + slots);
        }
    }

    /** Every entity. */
    public static Sampling all() {
        return new Sampling(ALL);
    }

    /**
     * So many of a hundred.
     *
     * @param percent 0.01 to 100, of which two decimals count
     */
    public static Sampling percent(double percent) {
        if (!(percent >= 0.01 && percent <= 100)) {
            throw new IllegalArgumentException("a share of " + percent + " % cannot be sampled; give 0.01 to 100");
        }
        return new Sampling((int) Math.round(percent * (ALL / 100.0)));
    }

    /**
     * The slot of an entity: CRC-32 (as in zip and PNG) of its text in UTF-8, taken as a number without sign, modulo 10,000. It never
     * changes, so that other languages can compute it.
     */
    public static int slot(String entity) {
        CRC32 crc = new CRC32();
        crc.update(entity.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % ALL);
    }

    /**
     * Whether the entity is one of them.
     *
     * @param entity as {@link Outcome#entityOf} writes it
     */
    public boolean includes(String entity) {
        return slot(entity) < slots;
    }

    double percent() {
        return slots * 100.0 / ALL;
    }

    /** Such as {@code 5.25 %}. */
    @Override
    public String toString() {
        return slots % 100 == 0 ? slots / 100 + " %" : String.format(Locale.ROOT, "%.2f %%", percent());
    }
}

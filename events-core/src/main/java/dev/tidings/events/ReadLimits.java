package dev.tidings.events;

/**
 * How much of a message is read before it is refused as unreadable. Immutable.
 *
 * @param bodyBytes size of the body; 64 KiB by default
 * @param depth how deep JSON, or a table of headers, may nest; 8 by default
 * @param headerBytes size of all headers, names and values; 16 KiB by default
 */
@CheckReturnValue
public record ReadLimits(int bodyBytes, int depth, int headerBytes) {
    private static final ReadLimits DEFAULTS = new ReadLimits(64 * 1024, 8, 16 * 1024);
    private static final int DEEPEST = 100;

    public ReadLimits {
        positive("bodyBytes", bodyBytes, Integer.MAX_VALUE);
        positive("depth", depth, DEEPEST);
        positive("headerBytes", headerBytes, Integer.MAX_VALUE);
    }

    public static ReadLimits defaults() {
        return DEFAULTS;
    }

    public ReadLimits bodyBytes(int atMost) {
        return new ReadLimits(atMost, depth, headerBytes);
    }

    public ReadLimits depth(int atMost) {
        return new ReadLimits(bodyBytes, atMost, headerBytes);
    }

    public ReadLimits headerBytes(int atMost) {
        return new ReadLimits(bodyBytes, depth, atMost);
    }

    private static void positive(String limit, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    "Limit " + limit + " is " + value + ", but it is from 1 to " + most + "; start from defaults()");
        }
    }
}

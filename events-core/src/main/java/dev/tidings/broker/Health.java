package dev.tidings.broker;

/**
 * How something that runs is, for a machine ({@code state}) and for a person ({@code words}).
 *
 * @param state what a probe decides on
 * @param words one sentence: what is waited for, since when, why
 */
public record Health(State state, String words) {

    /** {@code WAITING} and {@code PAUSED} are not failures: do not let a liveness probe kill a service for them. */
    public enum State {
        /** Works. */
        UP,
        /** Waits for something outside, a broker for instance, and will go on by itself. */
        WAITING,
        /** Was paused because something that handlers need is down, and will go on by itself. */
        PAUSED,
        /** Closed, or will not work again by itself. */
        DOWN
    }

    /** It works; the words say what works. */
    public static Health up(String words) {
        return new Health(State.UP, words);
    }

    /** It waits; the words say for what. */
    public static Health waiting(String words) {
        return new Health(State.WAITING, words);
    }

    /** It is closed or broken; the words say which. */
    public static Health down(String words) {
        return new Health(State.DOWN, words);
    }
}

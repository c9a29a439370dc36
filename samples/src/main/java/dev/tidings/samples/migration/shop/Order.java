package dev.tidings.samples.migration.shop;

/**
 * An order, as its owner knows it.
 *
 * @param netCents what it costs without tax; it never changes, nor does the country
 * @param version 1 when placed, one more with each change
 */
public record Order(long id, long customer, String country, long netCents, State state, long version) {

    /** How far it is. */
    public enum State {
        PLACED,
        PAID,
        CANCELLED
    }

    Order in(State next) {
        return new Order(id, customer, country, netCents, next, version + 1);
    }
}

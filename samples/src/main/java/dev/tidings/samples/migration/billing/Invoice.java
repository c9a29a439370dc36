package dev.tidings.samples.migration.billing;

/**
 * What a customer owes for an order.
 *
 * @param isPaid whether the order was paid
 * @param creditedCents of the net amount, given back by a credit note; 0 if there is none
 */
public record Invoice(long netCents, long taxCents, long totalCents, boolean isPaid, long creditedCents) {

    /** As it should be. */
    public static Invoice right(Order order) {
        long tax = new DecimalTax().of(order.country(), order.netCents());
        return new Invoice(
                order.netCents(),
                tax,
                order.netCents() + tax,
                order.status().equals("PAID"),
                order.status().equals("CANCELLED") ? order.netCents() : 0);
    }
}

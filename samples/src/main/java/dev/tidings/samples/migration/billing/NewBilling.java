package dev.tidings.samples.migration.billing;

import static dev.tidings.consumer.FailurePolicy.retryAfter;

import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.Reaction;
import dev.tidings.migration.shadow.Recording;
import dev.tidings.mirror.Mirror;
import dev.tidings.samples.migration.billing.IntegerTax.Halves;
import dev.tidings.samples.migration.billing.Program.Means;
import java.util.List;

/**
 * The program of the rewrite. It is a shadow and a side at once: the shadow goes on to show what it would do about each event, while the
 * baton says about which it does. It has copies of all orders as well, which are no effect and so need no baton.
 */
public final class NewBilling {
    /** Its side of the ledger, and its group's name in what it counts. */
    public static final String SIDE = "new";

    /** Its shadow's name in what it counts. */
    public static final String SHADOW = "shadow";

    /** As the word after its name: without the bug. */
    public static final String FIXED = "--fixed";

    private NewBilling() {}

    /**
     * Runs it until its standard input ends.
     *
     * @param words a place, the name of this rewrite, whether it is {@link #FIXED}, and a file for the log
     */
    public static void main(String[] words) throws InterruptedException {
        String next = words[4];
        TaxRule tax = new IntegerTax(words[5].equals(FIXED) ? Halves.UP : Halves.TO_EVEN);
        Program.run(
                List.of(words),
                (place, database) -> Recording.shadow(place.comparison(next), place.outcomes(database.dataSource()))
                        .rollingBack(database.dataSource()),
                (means, program) ->
                        List.of(copy(means), shadow(means, next, tax, program), bill(means, next, tax, program)));
    }

    private static ConsumerGroup copy(Means means) {
        Place place = means.place();
        Mirror<Order> mirror =
                Mirror.of(place.orders(), place.copies(means.database().dataSource()));
        return ConsumerGroup.named(place.copying())
                .mirror(place.exchange(), "order.*", mirror)
                .onFailure(retryAfter(Place.DELAYS))
                .start(means.broker());
    }

    private static ConsumerGroup shadow(Means means, String next, TaxRule tax, Program program) {
        Place place = means.place();
        Biller biller = means.biller(tax, place.shadowBooks(), SIDE);
        return ConsumerGroup.shadow(place.group(), next)
                .on(place.exchange(), "order.*", means.recording().inTransaction(biller::billAndTell, biller::effect))
                .observing(means.recording())
                .observing(program.tally(SHADOW))
                .start(means.broker());
    }

    private static ConsumerGroup bill(Means means, String next, TaxRule tax, Program program) {
        Place place = means.place();
        Biller biller = means.biller(tax, place.books(), SIDE);
        ConsumerGroup.Spec group = ConsumerGroup.named(place.group(next))
                .on(place.exchange(), "order.*", Reaction.inTransaction(biller::bill))
                .idempotency(place.claims(means.database().dataSource()))
                .onFailure(retryAfter(Place.DELAYS))
                .observing(program.tally(SIDE));
        return place.baton(means.database().dataSource()).run(group, means.broker());
    }
}

package dev.tidings.samples.migration.billing;

import static dev.tidings.consumer.FailurePolicy.retryAfter;

import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.migration.Side;
import dev.tidings.migration.shadow.Recording;
import dev.tidings.samples.demo.check.Tally;
import java.util.List;

/** The program of the billing service as it has been for years. Since it may be replaced one day, it runs by a baton, and records what it does. */
public final class OldBilling {
    /** Its side of the ledger, and its group's name in what it counts. */
    public static final String SIDE = "old";

    private OldBilling() {}

    /**
     * Runs it until its standard input ends.
     *
     * @param words a place, the name of the rewrite that it is compared with, and a file for the log
     */
    public static void main(String[] words) throws InterruptedException {
        String next = words[4];
        Program.run(
                List.of(words),
                (place, database) -> Recording.liveInTransaction(
                        place.comparison(next), Side.OLD, place.outcomes(database.dataSource())),
                (means, program) -> List.of(bill(means, program.tally(SIDE))));
    }

    private static ConsumerGroup bill(Program.Means means, Tally tally) {
        Place place = means.place();
        Biller biller = means.biller(new DecimalTax(), place.books(), SIDE);
        ConsumerGroup.Spec group = ConsumerGroup.named(place.group())
                .on(place.exchange(), "order.*", means.recording().inTransaction(biller::billAndTell, biller::effect))
                .idempotency(place.claims(means.database().dataSource()))
                .onFailure(retryAfter(Place.DELAYS))
                .observing(means.recording())
                .observing(tally);
        return place.baton(means.database().dataSource()).run(group, means.broker());
    }
}

package dev.tidings.migration.baton;

import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.events.CanIgnoreReturnValue;
import dev.tidings.events.TidingsException;
import dev.tidings.migration.Moves;
import dev.tidings.migration.Report;
import dev.tidings.migration.Sampling;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Who may take effect for the events of a group, while another system takes over: it lives in the database that also has the claims.
 *
 * <pre>{@code
 * // in the old service, and in the new one; both start as they always did, but by the baton
 * Baton.of("billing", dataSource).run(ConsumerGroup.named("billing").on(…), broker);
 * Baton.of("billing", dataSource).run(ConsumerGroup.named("billing.v2").on(…), broker);
 *
 * // whoever operates it
 * Baton baton = Baton.of("billing", dataSource).createTables();
 * baton.start("v2");
 * baton.backFill("profiles", mirror::sweep);
 * baton.canary(10, Comparison.of("billing/v2", outcomes).moves(baton.moves()).report());
 * baton.rollback();
 * baton.cutOver(report);
 * baton.finish();
 * System.out.println(baton.status().text());
 * }</pre>
 *
 * <p>What is moved is a share of the entities; a larger share has all that a smaller one has. After a move has returned, nothing that
 * began before can commit an effect, provided that all handlers of both sides are called in a transaction on this database
 * ({@code Reaction.inTransaction}); else an effect may happen on both sides, and moves are refused. A move waits for the effects that
 * are under way, up to 10 seconds, and new ones wait for the move. Transactions on PostgreSQL must be READ COMMITTED, and one that is
 * silent is ended after a minute; on MariaDB set {@code idle_transaction_timeout}. On H2 the effects of a group that has a baton happen
 * one after the other.
 *
 * <p>The old queue stays bound until {@link #finish}; each side sends on what is the other one's. The order of an entity's events is not
 * kept through a move. All instances of the old side must run by the baton before the first move: it knows nothing of others.
 *
 * <p>An operation that ends halfway can be repeated, and one that was done does nothing. Failures are {@link
 * dev.tidings.consumer.UnavailableException} if the database cannot be reached, {@link BatonRefusedException} where something speaks
 * against it, and else {@link TidingsException}. Safe for use by many threads and processes.
 */
public final class Baton {
    static final String TABLE = "tidings_baton";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");
    private static final Pattern SUBJECT = Pattern.compile("[^\\p{Cntrl}]{1,500}");

    private final String group;
    private final DataSource dataSource;
    private final Place place;
    private final Mover mover;

    private Baton(String group, DataSource dataSource, String table) {
        this.group = group;
        this.dataSource = dataSource;
        this.place = new Place(group, dataSource, table);
        this.mover = new Mover(place);
    }

    /**
     * Of a group.
     *
     * @param group the name of its first side, which it keeps through all migrations: letters, digits, {@code - _ .}, at most 100
     * @param dataSource of the database that has the claims of all sides
     */
    public static Baton of(String group, DataSource dataSource) {
        checkName("a group", group);
        return new Baton(group, dataSource, TABLE);
    }

    private static void checkName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "that cannot be the name of " + what + ": use 1 to 100 letters, digits, '-', '_' or '.'");
        }
    }

    /**
     * The same in other tables, whose names all begin with this one.
     *
     * @param name letters, digits and {@code _}, at most 40, after a schema and a dot if need be. Default: tidings_baton
     */
    public Baton table(String name) {
        return new Baton(group, dataSource, name);
    }

    /** The statements that make the tables, for the database that this is on, with comments on the columns. */
    public String ddl() {
        return place.ddl();
    }

    /** Makes the tables where they are not there, which needs the right to, and returns this baton. */
    @CanIgnoreReturnValue
    public Baton createTables() {
        place.create();
        return this;
    }

    /**
     * Runs a group as the side that its name says: {@code billing} is the first one, {@code billing.v2} the one that {@code start("v2")}
     * names. Returns at once, as {@link ConsumerGroup.Spec#start} does; a side that has not been named yet waits for it, and all wait for
     * the database. The group that is returned is started anew where its bindings change, and its claims are under the name of the
     * baton's group.
     *
     * @throws BatonRefusedException if the migration away from this side has ended
     */
    @CanIgnoreReturnValue
    public ConsumerGroup run(ConsumerGroup.Spec spec, Broker broker) {
        return RunningSide.start(spec, Optional.empty(), broker, place);
    }

    /**
     * Runs a splitter: a group that stands before the queue of an old side that cannot be changed, and sends each event on to the side
     * that has its entity. Its handlers are never called. It takes the bindings of that queue, by the patterns of this group, and feeds
     * the queue through the fanout exchange {@code billing.feed}, with the routing key that each event came with.
     *
     * <p>Where the new side's share grows, the splitter rests until the old queue was empty for a while; events wait in the queue of the
     * group. Nothing keeps an old side from taking effect for what it has at hand for longer than that, or from binding its queue again:
     * take that right from it. So effects happen at least once, and a move needs {@link Force}. What cannot be read goes to the old side.
     * {@link #finish} ends it as any old side: the old system gets nothing any more.
     *
     * @param spec of the baton's group, such as {@code ConsumerGroup.named("billing").on("shop", "order.*", event -> {})}
     * @param oldQueue which the old side consumes; it must exist
     * @param settle how long the old side may take for what it has at hand
     */
    @CanIgnoreReturnValue
    public ConsumerGroup split(ConsumerGroup.Spec spec, String oldQueue, Duration settle, Broker broker) {
        return RunningSide.start(
                spec.feeding(oldQueue), Optional.of(new Splitting.Split(oldQueue, settle)), broker, place);
    }

    /** How it is. */
    public Status status() {
        return place.run("could not be read", (connection, rows) -> rows.status(connection));
    }

    /**
     * Begins a migration. The new side has no entity yet.
     *
     * @param next the new side's name, which its queue has after the group's and a dot, such as {@code v2}
     * @throws BatonRefusedException if a side named otherwise has a share
     */
    @CanIgnoreReturnValue
    public Status start(String next) {
        checkName("a side", next);
        checkName("a group", group + "." + next);
        return mover.move(Move.start(next), Basis.NONE);
    }

    /**
     * Gives the new side this share of the entities, which may be less than it has.
     *
     * @param percent 0.01 to 99.99, of which two decimals count
     * @param report what the comparison {@code group/next} said; looked at where the share grows
     * @throws BatonRefusedException if something speaks against a larger share; it says all that does
     */
    @CanIgnoreReturnValue
    public Status canary(double percent, Report report) {
        return mover.move(Move.canary(slots(percent)), Basis.of(report));
    }

    /** The same in spite of what speaks against it. */
    @CanIgnoreReturnValue
    public Status canary(double percent, Force force) {
        return mover.move(Move.canary(slots(percent)), Basis.of(force));
    }

    private static int slots(double percent) {
        int slots = Sampling.percent(percent).slots();
        if (slots == State.ALL) {
            throw new IllegalArgumentException("a canary has not all entities; use cutOver for that");
        }
        return slots;
    }

    /**
     * Gives the new side every entity. The old side sends on what comes to its queue.
     *
     * @throws BatonRefusedException if something speaks against it; it says all that does
     */
    @CanIgnoreReturnValue
    public Status cutOver(Report report) {
        return mover.move(Move.cutOver(), Basis.of(report));
    }

    /** The same in spite of what speaks against it. */
    @CanIgnoreReturnValue
    public Status cutOver(Force force) {
        return mover.move(Move.cutOver(), Basis.of(force));
    }

    /** Gives the old side every entity again, until {@link #finish}. Nothing speaks against that but the phase. */
    @CanIgnoreReturnValue
    public Status rollback() {
        return mover.move(Move.rollback(), Basis.NONE);
    }

    /**
     * Ends the migration for good, after a cut-over. Returns at once; the rest happens by itself while instances of both sides run: the new
     * queue is bound, then the old one is not any more, what is in it and in its delays is sent on, and then the old side stops. Dead
     * letters of the old side stay; redrive them before.
     *
     * @throws BatonRefusedException if a side does not run
     */
    @CanIgnoreReturnValue
    public Status finish() {
        return mover.move(Move.finish(), Basis.NONE);
    }

    /** The same in spite of what speaks against it. */
    @CanIgnoreReturnValue
    public Status finish(Force force) {
        return mover.move(Move.finish(), Basis.of(force));
    }

    /**
     * Fills up what the new side must know, since what it did as a shadow was not kept: runs this and records that it has. Before the first
     * share, while the new side's shadow or mirror gets events. Run again, it is recorded again.
     *
     * @param name 1 to 500 characters on one line
     * @param work such as {@code mirror::sweep}; what it throws is thrown, wrapped if it is checked, and recorded as a failure
     * @throws BatonRefusedException if no migration was begun
     */
    @CanIgnoreReturnValue
    public <T> T backFill(String name, Callable<T> work) {
        checkSubject("the name of a back-fill", name);
        return mover.backFill(name, work);
    }

    /**
     * Records that nothing needs to be filled up.
     *
     * @param reason 1 to 500 characters on one line
     */
    @CanIgnoreReturnValue
    public Status noBackFill(String reason) {
        checkSubject("a reason", reason);
        mover.note(Note.of(Entry.Action.NO_BACK_FILL, reason));
        return status();
    }

    private static void checkSubject(String what, String text) {
        if (!SUBJECT.matcher(text).matches() || text.isBlank()) {
            throw new IllegalArgumentException(what + " goes to the log: give 1 to 500 characters on one line");
        }
    }

    /** What was done, the oldest first. */
    public List<Entry> log() {
        return place.log();
    }

    /** Which share was the new side's, and since when, for a comparison. */
    public Moves moves() {
        return Mover.moves(place.log());
    }

    /** The group, and the table. */
    @Override
    public String toString() {
        return place.toString();
    }
}

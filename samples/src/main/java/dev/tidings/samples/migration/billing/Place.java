package dev.tidings.samples.migration.billing;

import dev.tidings.idempotency.jdbc.JdbcIdempotencyStore;
import dev.tidings.migration.baton.Baton;
import dev.tidings.migration.jdbc.JdbcOutcomeStore;
import dev.tidings.mirror.jdbc.JdbcMirror;
import dev.tidings.owner.Owner;
import dev.tidings.owner.Resource;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/**
 * Where services meet: the names of a run at the broker and in the database.
 *
 * @param run unlike that of any other run, so that all can be deleted afterwards
 */
public record Place(String broker, String database, URI shop, String run) {
    /** Short, so that a run is short. A real service has time, see the default. */
    static final Duration[] DELAYS = {Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(5)};

    /** From the arguments of a program. */
    static Place of(List<String> words) {
        return new Place(words.get(0), words.get(1), URI.create(words.get(2)), words.get(3));
    }

    /** As arguments of a program. */
    public List<String> words() {
        return List.of(broker, database, shop.toString(), run);
    }

    /** Where the shop tells what happens. */
    public String exchange() {
        return run + "-shop";
    }

    /** The group that bills. */
    public String group() {
        return run + "-billing";
    }

    /** The group of a rewrite that bills in its place. */
    public String group(String next) {
        return group() + "." + next;
    }

    /** The group that copies orders for the rewrite. */
    public String copying() {
        return run + "-orders";
    }

    /** What is recorded of both sides. */
    public String comparison(String next) {
        return group() + "/" + next;
    }

    /** With which the names of all tables begin. */
    public String prefix() {
        return run.replace('-', '_') + "_";
    }

    /** The books in which effects are. */
    public Books books() {
        return new Books(prefix());
    }

    /** Books for shadows, so that they do not stand in the way of others. They stay empty. */
    public Books shadowBooks() {
        return new Books(prefix() + "shadow_");
    }

    /** Who remembers what was handled. */
    public JdbcIdempotencyStore claims(DataSource dataSource) {
        return JdbcIdempotencyStore.on(dataSource).table(prefix() + "claims");
    }

    /** What both sides did. */
    public JdbcOutcomeStore outcomes(DataSource dataSource) {
        return JdbcOutcomeStore.on(dataSource).table(prefix() + "outcomes");
    }

    /** Who bills. */
    public Baton baton(DataSource dataSource) {
        return Baton.of(group(), dataSource).table(prefix() + "baton");
    }

    /** The rewrite's copies of orders. */
    public JdbcMirror<Order> copies(DataSource dataSource) {
        return JdbcMirror.table(prefix() + "orders", Order.class, dataSource).keyedByNumber("order_id");
    }

    /** The shop, to be asked. */
    public Resource<Order> orders() {
        return Owner.at(shop.toString())
                .resource("/orders/{order_id}", Order.class)
                .batch("/orders?ids={order_id*}")
                .pages("/orders?after={cursor}");
    }
}

package dev.tidings.samples.docs;

import static dev.tidings.consumer.Reaction.inTransaction;

import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.events.DomainEvent;
import dev.tidings.idempotency.jdbc.JdbcIdempotencyStore;
import dev.tidings.migration.Comparison;
import dev.tidings.migration.Outcome.Answer;
import dev.tidings.migration.OutcomeStore;
import dev.tidings.migration.Report;
import dev.tidings.migration.Sampling;
import dev.tidings.migration.Side;
import dev.tidings.migration.baton.Baton;
import dev.tidings.migration.jdbc.JdbcOutcomeStore;
import dev.tidings.migration.shadow.Effects;
import dev.tidings.migration.shadow.Recording;
import dev.tidings.mirror.Mirror;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page on migrations. */
abstract class MigrationCode {
    private static final Logger log = LoggerFactory.getLogger(MigrationCode.class);

    abstract String orderAsJson(DomainEvent event);

    abstract int totalOf(String order);

    abstract void mail(String to);

    abstract void insertInvoice(Connection connection, DomainEvent event);

    abstract Map<String, ?> invoiceOf(Connection connection, DomainEvent event);

    abstract Map<String, ?> invoiceOf(DomainEvent event);

    void handle(DomainEvent event, Effects effects) throws Exception {
        String order = orderAsJson(event);
        effects.read(Answer.FOUND, order);
        effects.tell("total", totalOf(order));
        effects.perform("mail", Map.of("to", "jo@example.org"), () -> mail("jo@example.org"));
    }

    void oldSide(DataSource dataSource, Broker broker) {
        OutcomeStore outcomes = JdbcOutcomeStore.on(dataSource).createTables();
        Recording old = Recording.live("billing/v2", Side.OLD, outcomes);
        ConsumerGroup.named("billing")
                .on("shop", "order.*", old.handling(this::handle))
                .observing(old)
                .start(broker);
    }

    void newSide(OutcomeStore outcomes, Broker broker) {
        Recording next = Recording.shadow("billing/v2", outcomes).sampling(Sampling.percent(20));
        ConsumerGroup.shadow("billing", "v2")
                .on("shop", "order.*", next.handling(this::handle))
                .observing(next)
                .start(broker);
    }

    void bothInTransactions(DataSource dataSource, DataSource copy, Broker broker) {
        JdbcOutcomeStore outcomes = JdbcOutcomeStore.on(dataSource).createTables();
        Recording old = Recording.liveInTransaction("billing/v2", Side.OLD, outcomes);
        ConsumerGroup.named("billing")
                .idempotency(JdbcIdempotencyStore.on(dataSource))
                .on("shop", "order.placed", old.inTransaction(this::bill, this::billed))
                .observing(old)
                .start(broker);

        Recording next = Recording.shadow("billing/v2", outcomes).rollingBack(copy);
        ConsumerGroup.shadow("billing", "v2")
                .on("shop", "order.placed", next.inTransaction(this::bill, this::billed))
                .observing(next)
                .start(broker);
    }

    void bill(DomainEvent event, Connection transaction, Effects effects) {
        insertInvoice(transaction, event);
    }

    Map<String, ?> billed(DomainEvent event, Connection transaction) {
        return invoiceOf(transaction, event);
    }

    void probe(OutcomeStore outcomes, Broker broker) {
        Recording old = Recording.shadow("billing/v2", Side.OLD, outcomes);
        ConsumerGroup.shadow("billing", "probe")
                .mirror("shop", "order.*", old.probing(event -> invoiceOf(event)))
                .observing(old)
                .concurrency(20)
                .start(broker);
    }

    void noise(OutcomeStore outcomes, Broker broker) {
        Recording old = Recording.live("billing/v2", Side.OLD, outcomes).alsoAs("billing/noise");
        Recording again = Recording.shadow("billing/noise", outcomes);
        ConsumerGroup.shadow("billing", "noise")
                .on("shop", "order.*", again.handling(this::handle))
                .observing(again)
                .start(broker);
        old.close();
    }

    void report(OutcomeStore outcomes) {
        Report report = Comparison.of("billing/v2", outcomes)
                .sampling(Sampling.percent(20))
                .noise("billing/noise")
                .ignoring("written_at")
                .report();
        log.info("{}", report.text());
    }

    abstract void billAsBefore(DomainEvent event, Connection transaction);

    abstract void billAnew(DomainEvent event, Connection transaction);

    void oldSideByTheBaton(DataSource dataSource, Broker broker) {
        Baton baton = Baton.of("billing", dataSource).createTables();
        baton.run(
                ConsumerGroup.named("billing")
                        .idempotency(JdbcIdempotencyStore.on(dataSource))
                        .on("shop", "order.placed", inTransaction(this::billAsBefore)),
                broker);
    }

    void newSideByTheBaton(DataSource dataSource, Broker broker) {
        Baton.of("billing", dataSource)
                .run(
                        ConsumerGroup.named("billing.v2")
                                .idempotency(JdbcIdempotencyStore.on(dataSource))
                                .on("shop", "order.placed", inTransaction(this::billAnew)),
                        broker);
    }

    void operate(Baton baton, OutcomeStore outcomes, Mirror<?> mirror) {
        baton.start("v2");
        baton.backFill("profiles", mirror::sweep);
        baton.canary(1, compared(baton, outcomes));
        baton.canary(10, compared(baton, outcomes));
        baton.rollback();
        baton.cutOver(compared(baton, outcomes));
        baton.finish();
        log.info("{}", baton.status().text());
    }

    Report compared(Baton baton, OutcomeStore outcomes) {
        return Comparison.of("billing/v2", outcomes).moves(baton.moves()).report();
    }

    void split(Baton baton, Broker broker) {
        baton.split(
                ConsumerGroup.named("billing").on("shop", "order.*", event -> {}),
                "billing_worker_q",
                Duration.ofSeconds(30),
                broker);
    }
}

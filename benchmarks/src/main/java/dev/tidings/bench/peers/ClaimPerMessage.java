package dev.tidings.bench.peers;

import io.eventuate.common.jdbc.EventuateSchema;
import io.eventuate.common.spring.jdbc.EventuateSpringJdbcStatementExecutor;
import io.eventuate.common.spring.jdbc.EventuateSpringTransactionTemplate;
import io.eventuate.tram.consumer.common.DuplicateMessageDetector;
import io.eventuate.tram.consumer.jdbc.SqlTableBasedDuplicateMessageDetector;
import io.eventuate.tram.messaging.common.Message;
import io.eventuate.tram.messaging.common.SubscriberIdAndMessage;
import io.eventuate.tram.messaging.producer.MessageBuilder;
import java.io.IOException;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What Eventuate Tram does with a message, by its own duplicate detector: one transaction that inserts the id of the message, which
 * fails for a duplicate, and has the effect. Its transport is not used, since it knows only topics of its own.
 */
public final class ClaimPerMessage implements Listener {
    private static final String CONSUMER = "bench";
    /** The one that its statements name. */
    public static final String TABLE = "received_messages";

    /** As in its script for PostgreSQL. */
    private static final String CREATE = "create table received_messages (consumer_id varchar(1000),"
            + " message_id varchar(1000), creation_time bigint, published smallint default 0,"
            + " primary key (consumer_id, message_id))";
    /** That of its dialect for PostgreSQL. */
    private static final String NOW = "(round(extract(epoch from current_timestamp) * 1000))";

    private final JdbcTemplate jdbc;
    private final DuplicateMessageDetector duplicates;
    private final String effect;
    private final Runnable committed;

    /**
     * On a table of its own, which must not be there.
     *
     * @param effect a statement with the id of the user and of the event
     * @param committed is called for each, after its transaction
     */
    public ClaimPerMessage(DataSource database, String effect, Runnable committed) {
        this.jdbc = new JdbcTemplate(database);
        this.effect = effect;
        this.committed = committed;
        this.duplicates = new SqlTableBasedDuplicateMessageDetector(
                new EventuateSchema(EventuateSchema.EMPTY_SCHEMA),
                NOW,
                new EventuateSpringJdbcStatementExecutor(jdbc),
                new EventuateSpringTransactionTemplate(new TransactionTemplate(new JdbcTransactionManager(database))));
        jdbc.execute(CREATE);
    }

    @Override
    public void received(String messageId, byte[] body) throws IOException {
        ThinBody event = ThinBody.read(body);
        Message message =
                MessageBuilder.withPayload("").withHeader(Message.ID, messageId).build();
        duplicates.doWithMessage(
                new SubscriberIdAndMessage(CONSUMER, message), () -> jdbc.update(effect, event.userId(), messageId));
        committed.run();
    }
}

package dev.tidings.bench.peers;

import com.gruelbox.transactionoutbox.Dialect;
import com.gruelbox.transactionoutbox.Instantiator;
import com.gruelbox.transactionoutbox.Persistor;
import com.gruelbox.transactionoutbox.Submitter;
import com.gruelbox.transactionoutbox.TransactionManager;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import com.gruelbox.transactionoutbox.TransactionOutboxEntry;
import com.gruelbox.transactionoutbox.TransactionOutboxListener;
import dev.tidings.bench.Site;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * The outbox of gruelbox's transaction-outbox: a row is a call, and each call has a transaction of its own, within which it publishes and
 * waits for the confirm. So many calls run at once, each with a connection and a channel.
 */
public final class Gruelbox implements Closeable {
    /** How many calls run at once. */
    public static final int THREADS = 16;

    /** Those that it makes itself. */
    public static final List<String> TABLES = List.of("txno_outbox", "txno_version");

    private static final int SECONDS = 300;
    /** By this clock all that is stored is due: a flush takes only what was not called at once. */
    private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));

    private final TransactionManager transactions;
    private final String exchange;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final BlockingQueue<BarePublisher> publishers = new LinkedBlockingQueue<>();

    /** What its rows call. */
    interface Messages {
        void publish(String routingKey, String messageId, String body) throws Exception;
    }

    /** On tables of its own, which it makes where they are not. */
    public Gruelbox(DataSource database, BareClient client, String exchange) throws Exception {
        this.transactions = TransactionManager.fromDataSource(database);
        this.exchange = exchange;
        for (int i = 0; i < THREADS; i++) {
            publishers.add(client.publisher(1));
        }
    }

    /** Stores so many; none is called before {@link #relayAll}. */
    public void store(int events) {
        TransactionOutbox outbox = outbox((entry, call) -> {}, Clock.systemUTC(), new TransactionOutboxListener() {});
        transactions.inTransaction(() -> {
            for (int i = 1; i <= events; i++) {
                Messages call = outbox.schedule(Messages.class);
                publish(call, new String(Site.body(i), StandardCharsets.UTF_8));
            }
        });
    }

    private static void publish(Messages messages, String body) {
        try {
            messages.publish(Site.TYPE, UUID.randomUUID().toString(), body);
        } catch (Exception e) {
            throw new IllegalStateException("the call could not be stored", e);
        }
    }

    /** Flushes until so many are published and gone. */
    public void relayAll(int events) throws InterruptedException {
        CountDownLatch open = new CountDownLatch(events);
        TransactionOutbox outbox = outbox(Submitter.withExecutor(threads), LATER, new TransactionOutboxListener() {
            @Override
            public void success(TransactionOutboxEntry entry) {
                open.countDown();
            }
        });
        boolean more = true;
        while (more) {
            more = outbox.flush();
        }
        if (!open.await(SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(open.getCount() + " of " + events + " calls did not succeed");
        }
    }

    private TransactionOutbox outbox(Submitter submitter, Clock clock, TransactionOutboxListener listener) {
        return TransactionOutbox.builder()
                .transactionManager(transactions)
                .persistor(Persistor.forDialect(Dialect.POSTGRESQL_9))
                .instantiator(Instantiator.using(type -> (Messages) this::publish))
                .submitter(submitter)
                .clockProvider(() -> clock)
                .listener(listener)
                .serializeMdc(false)
                .build();
    }

    private void publish(String routingKey, String messageId, String body) throws Exception {
        BarePublisher publisher = publishers.take();
        try {
            publisher.publishAndWait(
                    exchange,
                    routingKey,
                    BareMessages.recognisable(messageId).build(),
                    body.getBytes(StandardCharsets.UTF_8));
        } finally {
            publishers.add(publisher);
        }
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        for (BarePublisher publisher : publishers) {
            publisher.close();
        }
    }
}

package dev.tidings.samples.migration.story;

import dev.tidings.samples.demo.database.Database;
import dev.tidings.samples.migration.billing.Place;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/** Lets orders come, and has things done meanwhile. Gives up where nothing goes on any more. */
final class Flow {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOMENT_MILLIS = 50;

    private final Place place;
    private final Database database;
    private final Load load;
    private final Scene scene;
    private final Random random;
    private int told;
    private volatile boolean stopped;

    Flow(Place place, Database database, Load load, Scene scene, long seed) {
        this.place = place;
        this.database = database;
        this.load = load;
        this.scene = scene;
        this.random = new Random(seed);
    }

    /** What is done while orders come. */
    @FunctionalInterface
    interface Deed {
        void act() throws IOException, InterruptedException;
    }

    /** What is waited for. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }

    void stop() {
        stopped = true;
    }

    /** Has so many events told, with deeds at moments between them, and waits until all are in the ledger. */
    void of(int events, List<Deed> deeds) throws IOException, InterruptedException {
        int before = told;
        load.grant(events);
        told += events;
        for (int i = 0; i < deeds.size(); i++) {
            int until = before + (int) (events * (i + random.nextDouble(0.2, 0.8)) / deeds.size());
            await("%,d events are in the ledger".formatted(until), () -> entered() >= until);
            deeds.get(i).act();
        }
        int all = told;
        await("all that was told is done", () -> confirmed() >= all && entered() >= all);
    }

    /** Waits a minute for it, and longer as long as events go on. */
    void await(String what, Condition condition) throws IOException, InterruptedException {
        await(what, PATIENCE, condition);
    }

    void await(String what, Duration patience, Condition condition) throws IOException, InterruptedException {
        scene.phase("until " + what);
        long news = 0;
        long since = System.nanoTime();
        while (!condition.holds()) {
            if (stopped) {
                throw new CancellationException("stopped before the end");
            }
            long now = look();
            if (now > news) {
                news = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > patience.toNanos()) {
                throw new IOException("for " + patience.toSeconds() + " s nothing has gone on, waiting until " + what);
            }
            TimeUnit.MILLISECONDS.sleep(MOMENT_MILLIS);
        }
        long unused = look();
    }

    private long look() {
        long entered = entered();
        int confirmed = confirmed();
        scene.flow(confirmed, entered);
        return entered + confirmed;
    }

    /** How far it is. */
    String words() {
        return "with %,d of %,d events in the ledger".formatted(entered(), confirmed());
    }

    private int confirmed() {
        return load.confirmed().size();
    }

    private long entered() {
        return database.inTransaction(place.books()::entries);
    }
}

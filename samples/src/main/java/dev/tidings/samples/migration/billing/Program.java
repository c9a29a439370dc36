package dev.tidings.samples.migration.billing;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.broker.Running;
import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.migration.baton.BatonRefusedException;
import dev.tidings.migration.shadow.Recording;
import dev.tidings.samples.demo.check.Tally;
import dev.tidings.samples.demo.database.Database;
import dev.tidings.samples.demo.stage.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A service as a program: says {@link Words#LISTENING} when it does, and every moment what became of its deliveries. It ends when its
 * standard input does, so that none outlives whoever started it.
 */
final class Program {
    private static final int CONNECTIONS = 20;
    private static final int MOMENT_MILLIS = 100;

    private final Map<String, Tally> tallies = new TreeMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** What it has, in order to do its work. */
    record Means(Place place, Database database, Broker broker, Recording recording) {

        /** Asks the shop, and writes into these books. */
        Biller biller(TaxRule tax, Books books, String side) {
            return new Biller(place.orders(), tax, books, side);
        }
    }

    /** How it records what it does. */
    @FunctionalInterface
    interface Recorded {
        Recording in(Place place, Database database);
    }

    /** What it does. */
    @FunctionalInterface
    interface Work {
        /** Starts groups, which are closed with the broker. */
        List<Running> start(Means means, Program program);
    }

    /**
     * Runs it.
     *
     * @param words the place, and at the end a file for the log
     */
    static void run(List<String> words, Recorded recorded, Work work) throws InterruptedException {
        RunDirectory.logTo(Path.of(words.get(words.size() - 1)));
        Place place = Place.of(words);
        Program program = new Program();
        try (Database database = Database.at(place.database(), CONNECTIONS);
                Recording recording = recorded.in(place, database);
                Broker broker = Broker.connect(place.broker())) {
            program.goOn(work.start(new Means(place, database, broker, recording), program));
        } catch (BatonRefusedException e) {
            say(Words.REFUSED + String.join("; ", e.reasons()));
        }
    }

    /** Counts for one of its groups. */
    Tally tally(String name) {
        return tallies.computeIfAbsent(name, group -> new Tally(key -> false));
    }

    private void goOn(List<Running> groups) throws InterruptedException {
        Thread waiting = new Thread(this::awaitEnd, "end of input");
        waiting.setDaemon(true);
        waiting.start();
        boolean isListening = false;
        while (!ended.await(MOMENT_MILLIS, TimeUnit.MILLISECONDS)) {
            if (!isListening && groups.stream().allMatch(Program::isUp)) {
                isListening = true;
                say(Words.LISTENING);
            }
            say(counts());
        }
    }

    private static boolean isUp(Running group) {
        return group.health().state() == Health.State.UP;
    }

    private void awaitEnd() {
        try {
            while (System.in.read() >= 0) {
                // Nobody says anything.
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the standard input cannot be read", e);
        } finally {
            ended.countDown();
        }
    }

    private String counts() {
        return tallies.entrySet().stream()
                .flatMap(group -> Arrays.stream(Verdict.values())
                        .filter(verdict -> group.getValue().of(verdict) > 0)
                        .map(verdict -> Words.count(
                                group.getKey(), verdict, group.getValue().of(verdict))))
                .collect(Collectors.joining(" ", Words.COUNTS, ""));
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}

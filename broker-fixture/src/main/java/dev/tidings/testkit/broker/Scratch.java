package dev.tidings.testkit.broker;

import dev.tidings.testkit.process.Exit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This JVM's directory for the data of its nodes, wiped when the JVM ends.
 *
 * <p>A lock on a file in it shows that the JVM lives; what a killed one left is wiped by the next.
 */
final class Scratch {
    private static final Logger log = LoggerFactory.getLogger(Scratch.class);
    private static final String PREFIX = "tidings-rabbitmq-";
    private static final String LOCK = "lock";
    private static final Map<Path, Scratch> SCRATCHES = new ConcurrentHashMap<>();

    private final Path directory;
    private final Set<Process> processes = ConcurrentHashMap.newKeySet();
    private final FileChannel lock;

    private Scratch(Path parent) {
        try {
            Files.createDirectories(parent);
            wipeAbandoned(parent);
            directory = Files.createTempDirectory(parent, PREFIX);
            lock = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock.lock();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "tidings-rabbitmq-wipe"));
    }

    static Scratch under(Path parent) {
        return SCRATCHES.computeIfAbsent(parent, Scratch::new);
    }

    Path directory() {
        return directory;
    }

    /** Kills this process when the JVM ends, before the data is wiped. */
    void killAtExit(Process process) {
        processes.removeIf(earlier -> !earlier.isAlive());
        processes.add(process);
    }

    private void close() {
        List<Process> running = List.copyOf(processes);
        running.forEach(Process::destroyForcibly);
        running.forEach(Exit::await);
        wipe(directory);
        try {
            lock.close();
        } catch (IOException e) {
            log.debug("Could not close the lock of {}: {}", directory, e.toString());
        }
    }

    private static void wipeAbandoned(Path parent) throws IOException {
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path sibling : siblings) {
                if (isAbandoned(sibling)) {
                    wipe(sibling);
                }
            }
        }
    }

    private static boolean isAbandoned(Path directory) {
        Path file = directory.resolve(LOCK);
        if (!Files.isWritable(file)) {
            return false; // somebody else's, or just being made
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock taken = channel.tryLock()) {
            return taken != null;
        } catch (IOException e) {
            return false;
        }
    }

    /** As far as it goes: what cannot be deleted now is left for the next JVM. */
    static void wipe(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            log.debug("Could not wipe {}: {}", directory, e.toString());
        }
    }
}

package dev.tidings.testkit.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A free port on loopback that no other JVM with this fixture takes, also while nothing listens on it.
 *
 * <p>Ports come from below the ranges from which systems take the ports of outgoing connections, so a node that is down
 * finds its port free when it comes back. One byte of a shared file is locked per port; the lock ends with the JVM.
 */
final class ReservedPort implements AutoCloseable {
    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 31_000;
    private static final int ATTEMPTS = 1_000;

    private final int number;
    private final FileLock lock;

    private ReservedPort(int number, FileLock lock) {
        this.number = number;
        this.lock = lock;
    }

    static ReservedPort take() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<ReservedPort> port = tryTake(ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST));
            if (port.isPresent()) {
                return port.get();
            }
        }
        throw new IllegalStateException("No free port from " + LOWEST + " to " + HIGHEST + " after " + ATTEMPTS
                + " attempts; end some of the processes that listen there");
    }

    private static Optional<ReservedPort> tryTake(int number) {
        try {
            FileLock lock = LockFile.CHANNEL.tryLock(number, 1, false);
            if (lock == null) {
                return Optional.empty();
            }
            if (isFree(number)) {
                return Optional.of(new ReservedPort(number, lock));
            }
            lock.release();
            return Optional.empty();
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // this JVM has it already
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFree(int number) {
        try (ServerSocket probe = new ServerSocket(number, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    int number() {
        return number;
    }

    @Override
    public void close() {
        try {
            lock.release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Never closed: on POSIX, closing any channel of a file gives up all locks that the process has on it. */
    private static final class LockFile {
        static final FileChannel CHANNEL = open();

        private static FileChannel open() {
            // The user's name keeps one user's file from being unwritable for another.
            Path file = Path.of(
                    System.getProperty("java.io.tmpdir"), "tidings-ports-" + System.getProperty("user.name") + ".lock");
            try {
                return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

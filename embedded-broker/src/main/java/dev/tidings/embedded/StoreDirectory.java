package dev.tidings.embedded;

import dev.tidings.events.TidingsException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A directory that one broker at a time may store in; the lock on it ends with {@link #close()} or with the process. */
final class StoreDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel lockFile;

    private StoreDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    static StoreDirectory lock(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        if (path.toString().contains(";")) {
            throw new IllegalArgumentException("The directory " + path
                    + " has a semicolon in its name, which the database cannot open. Choose another one.");
        }
        try {
            Files.createDirectories(path);
            FileChannel lockFile =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(lockFile)) {
                return new StoreDirectory(path, lockFile);
            }
            lockFile.close();
        } catch (IOException e) {
            throw new TidingsException("The directory " + path + " cannot be used: " + e.getMessage(), e);
        }
        throw new TidingsException("The directory " + path
                + " is in use by another embedded broker. Connect to that one, stop it, or choose another directory.");
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new TidingsException("The lock on " + path + " could not be given up", e);
        }
    }

    private static boolean tryLock(FileChannel lockFile) throws IOException {
        try {
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }
}

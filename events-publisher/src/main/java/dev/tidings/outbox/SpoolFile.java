package dev.tidings.outbox;

import dev.tidings.events.TidingsException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** The H2 file of a spool, and the lock that keeps others out. Nothing else knows H2. */
final class SpoolFile implements AutoCloseable {
    private static final String URL_ENDS_AT = ";";
    private static final String NAME = "spool";

    /**
     * H2 writes half a second after the commit unless told not to. Its plain files are closed by an interrupt of whoever uses them;
     * those called async are not.
     */
    private static final String SETTINGS = ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";

    private final JdbcConnectionPool pool;
    private final FileChannel lock;

    private SpoolFile(JdbcConnectionPool pool, FileChannel lock) {
        this.pool = pool;
        this.lock = lock;
    }

    static SpoolFile in(Path directory, int connections) {
        Path absolute = directory.toAbsolutePath().normalize();
        if (absolute.toString().contains(URL_ENDS_AT)) {
            throw new IllegalArgumentException("the spool's directory " + absolute
                    + " has a ';' in its path, which H2 cannot open; choose another");
        }
        JdbcConnectionPool pool =
                JdbcConnectionPool.create("jdbc:h2:async:" + absolute.resolve(NAME) + SETTINGS, "sa", "");
        pool.setMaxConnections(connections);
        SpoolFile file = new SpoolFile(pool, locked(absolute));
        boolean readable = false;
        try {
            WholeFile.findLastCommit(absolute.resolve(NAME + ".mv.db"));
            readable = true;
        } finally {
            if (!readable) {
                file.close();
            }
        }
        return file;
    }

    private static FileChannel locked(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(
                    directory.resolve(NAME + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isMine(channel)) {
                channel.close();
                throw new TidingsException(
                        "the spool in " + directory
                                + " is in use by another EventSpool, of this process or of another; give each its own directory");
            }
            return channel;
        } catch (IOException e) {
            throw new TidingsException("the spool's directory " + directory + " cannot be used: " + e, e);
        }
    }

    private static boolean isMine(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.dispose();
        try {
            lock.close();
        } catch (IOException e) {
            throw new TidingsException("the spool's lock could not be released: " + e, e);
        }
    }
}

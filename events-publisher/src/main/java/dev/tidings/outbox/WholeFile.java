package dev.tidings.outbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tidings.events.TidingsException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.SingleFileStore;

/**
 * An H2 file read as a whole for its last commit.
 *
 * <p>H2 follows the file's header and what that points at, and looks no further once it has found some commit. The header may be behind:
 * H2 2.5 writes it before it takes note of the chunk that it has just written. A kill at such a time leaves up to twenty commits in the
 * file that H2 does not find, and writes over.
 */
final class WholeFile extends SingleFileStore {
    private static final int HEADER_BYTES = 4096;
    /** Is in the header from a close to the next commit. */
    private static final String CLOSED = ",clean:1,";
    /** Unlike H2's plain files, not closed by an interrupt. */
    private static final String KIND = "async:";

    private WholeFile() {
        super(Map.of());
    }

    /** Lets the header of a file that was not closed point at its last commit. A file that is missing is not made. */
    static void findLastCommit(Path file) {
        try {
            if (Files.exists(file) && !wasClosed(file)) {
                WholeFile whole = new WholeFile();
                whole.open(KIND + file, false, (char[]) null);
                new MVStore.Builder()
                        .adoptFileStore(whole)
                        .autoCommitDisabled()
                        .open()
                        .close();
            }
        } catch (IOException | MVStoreException e) {
            throw new TidingsException("the spool's file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean wasClosed(Path file) throws IOException {
        try (InputStream bytes = new FileInputStream(file.toFile())) {
            return new String(bytes.readNBytes(HEADER_BYTES), ISO_8859_1).contains(CLOSED);
        }
    }

    /** H2's own recovery takes a damaged page for an empty one; this goes back to the commit before. */
    @Override
    protected void readStoreHeader(boolean recoveryMode) {
        super.readStoreHeader(true);
    }
}

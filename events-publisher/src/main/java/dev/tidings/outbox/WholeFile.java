package dev.tidings.outbox;

import java.util.Map;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.SingleFileStore;
import org.h2.store.fs.FileUtils;

/**
 * An H2 file read as a whole for its last commit.
 *
 * <p>H2 follows the file's header and what it points at, and looks no further once that leads to some commit. The header may be behind: H2
 * 2.5 writes it before it takes note of the chunk that it has just written. Where a kill leaves it so, up to twenty commits are in the file
 * and are not found, and are overwritten next.
 */
final class WholeFile extends SingleFileStore {
    private WholeFile() {
        super(Map.of());
    }

    /** Lets the header point at the last commit. Not for a file that is open; one that is missing is not made. */
    static void findLastCommit(String name) {
        if (FileUtils.exists(name)) {
            WholeFile whole = new WholeFile();
            whole.open(name, false, (char[]) null);
            new MVStore.Builder()
                    .adoptFileStore(whole)
                    .autoCommitDisabled()
                    .open()
                    .close();
        }
    }

    /** H2's own recovery reads on where a page is damaged, as if it were empty; this one falls back to the commit before. */
    @Override
    protected void readStoreHeader(boolean recoveryMode) {
        super.readStoreHeader(true);
    }
}

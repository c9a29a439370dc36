package dev.tidings.testkit.process;

import java.util.Map;
import org.opentest4j.TestAbortedException;

/** What a test cannot run without. */
public final class Required {
    private Required() {}

    /** To be thrown where it is not there: the test fails if {@code CI} is set, and is skipped elsewhere. */
    public static RuntimeException missing(String words, Throwable cause, Map<String, String> environment) {
        return environment.containsKey("CI")
                ? new IllegalStateException(words, cause)
                : new TestAbortedException(words, cause);
    }
}

package dev.tidings.migration.baton;

import dev.tidings.events.TidingsException;
import java.util.List;

/** The baton was not moved. The message says all that speaks against it, and the way out. */
public final class BatonRefusedException extends TidingsException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> reasons;

    BatonRefusedException(String what, List<String> reasons, String wayOut) {
        super(what + ":\n- " + String.join("\n- ", reasons) + "\n" + wayOut);
        this.reasons = List.copyOf(reasons);
    }

    /** All that speaks against it. */
    public List<String> reasons() {
        return reasons;
    }
}

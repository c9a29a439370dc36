package dev.tidings.samples.demo.check;

import java.util.List;

/**
 * One thing that must be right at the end.
 *
 * @param words what is said if it holds
 * @param problems what is wrong; nothing if it holds
 */
public record Claim(String words, List<String> problems) {

    /** Whether it holds. */
    public boolean holds() {
        return problems.isEmpty();
    }
}

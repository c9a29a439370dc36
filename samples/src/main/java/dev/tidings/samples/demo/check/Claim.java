package dev.tidings.samples.demo.check;

import java.util.List;

/**
 * One thing that must be right at the end.
 *
 * @param name what it is about
 * @param words how it is
 * @param problems what is wrong, one by one; nothing if it is right
 */
public record Claim(String name, String words, List<String> problems) {

    /** Says it in one way if nothing is wrong, and in another if something is. */
    public static Claim that(String name, List<String> problems, String right, String wrong) {
        return new Claim(name, problems.isEmpty() ? right : wrong, problems);
    }

    /** Whether it holds. */
    public boolean holds() {
        return problems.isEmpty();
    }
}

package dev.tidings.migration.shadow;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Knows statements that end a transaction by their first words.
 *
 * @param definitionsCommit whether the database commits when a table is made or changed
 */
record GuardedSql(boolean definitionsCommit) {
    private static final Pattern WORDS = Pattern.compile(
            "^(?:\\s|;|--[^\\n]*(?:\\n|$)|/\\*.*?\\*/)*([a-z]+)(?:\\s+([a-z_]+))?(?:\\s+([a-z_]+))?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Set<String> ENDING = Set.of("commit", "begin", "start", "end", "abort", "xa");
    private static final Set<String> DEFINING =
            Set.of("create", "alter", "drop", "truncate", "rename", "grant", "revoke");

    /** The words by which it would end the transaction, if it would. */
    Optional<String> ending(String statement) {
        Matcher words = WORDS.matcher(statement);
        return words.find() && isEnding(word(words, 1), word(words, 2), word(words, 3))
                ? Optional.of((word(words, 1) + " " + word(words, 2)).strip())
                : Optional.empty();
    }

    private boolean isEnding(String first, String second, String third) {
        return switch (first) {
            case "rollback" -> !second.equals("to") && !third.equals("to");
            case "prepare" -> second.equals("transaction");
            case "set" -> second.equals("autocommit") || third.equals("autocommit");
            default ->
                ENDING.contains(first)
                        || (definitionsCommit && DEFINING.contains(first) && !second.equals("temporary"));
        };
    }

    private static String word(Matcher words, int group) {
        String word = words.group(group);
        return word == null ? "" : word.toLowerCase(Locale.ROOT);
    }
}

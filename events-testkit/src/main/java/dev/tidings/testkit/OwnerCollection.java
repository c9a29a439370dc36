package dev.tidings.testkit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths that differ in one id. */
record OwnerCollection(String prefix, String idName, String suffix, int pageSize) {
    private static final Pattern TEMPLATE = Pattern.compile("(/[^{}?]*)\\{([^{}]+)}([^{}?]*)");
    private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,17}");

    static OwnerCollection of(String template, int pageSize) {
        Matcher parts = TEMPLATE.matcher(template);
        if (!parts.matches()) {
            throw new IllegalArgumentException("template '" + template
                    + "' does not say which paths are meant; give one id, such as /users/{user_id}/profile");
        }
        return new OwnerCollection(parts.group(1), parts.group(2), parts.group(3), pageSize);
    }

    /** As events have it: a number where it looks like one. */
    static Object id(String text) {
        return NUMBER.matcher(text).matches() ? (Object) Long.valueOf(text) : text;
    }

    String path(Object id) {
        return prefix + id + suffix;
    }

    Optional<Object> idIn(String path) {
        int length = path.length() - prefix.length() - suffix.length();
        if (length <= 0 || !path.startsWith(prefix) || !path.endsWith(suffix)) {
            return Optional.empty();
        }
        String id = path.substring(prefix.length(), prefix.length() + length);
        return id.contains("/") ? Optional.empty() : Optional.of(id(id));
    }
}

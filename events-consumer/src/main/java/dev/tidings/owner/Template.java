package dev.tidings.owner;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** A path and a query with variables: {@code /users/{user_id}/profile}, {@code /profiles?ids={user_id*}}. Values stay where they are put. */
final class Template {
    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)(\\*?)}");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.~:@,;=+!$'()*-]*");

    private final String text;
    private final List<String> segments;
    private final List<Parameter> parameters = new ArrayList<>();

    private record Parameter(String name, String value) {}

    private Template(String text) {
        this.text = text;
        if (!text.startsWith("/") || text.contains("#")) {
            throw refused("begin with '/', and give no fragment");
        }
        int query = text.indexOf('?');
        this.segments = List.of(
                (query < 0 ? text : text.substring(0, query)).substring(1).split("/", -1));
        segments.forEach(this::check);
        if (query >= 0) {
            for (String parameter : text.substring(query + 1).split("&", -1)) {
                int equals = parameter.indexOf('=');
                if (equals < 1) {
                    throw refused("give the query as name=value&name=value");
                }
                check(parameter.substring(equals + 1));
                parameters.add(new Parameter(parameter.substring(0, equals), parameter.substring(equals + 1)));
            }
        }
    }

    static Template of(String text) {
        return new Template(text);
    }

    private void check(String part) {
        if (!PLAIN.matcher(VARIABLE.matcher(part).replaceAll("")).matches() || isDots(part)) {
            throw refused("use letters, digits, and variables such as {user_id}; no '..'");
        }
    }

    private IllegalArgumentException refused(String way) {
        return new IllegalArgumentException("'" + text.replaceAll("\\p{Cntrl}", "?") + "' is no template: " + way);
    }

    /** The names of its variables, in the order of the template. */
    List<String> variables() {
        List<String> names = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** Those that stand for several values: {@code {user_id*}}. */
    Set<String> lists() {
        Set<String> names = new TreeSet<>();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            if (!matcher.group(2).isEmpty()) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    /**
     * Below the base. Each value is one segment or one parameter, percent-encoded.
     *
     * @throws OwnerAnswerException if a value would leave its segment
     */
    HttpUrl below(HttpUrl base, Function<String, String> values) {
        HttpUrl.Builder url = base.newBuilder();
        for (String segment : segments) {
            String filled = filled(segment, values);
            if (isDots(filled)) {
                throw new OwnerAnswerException(
                        "an id of '" + filled + "' is no name in a path; the owner was not asked with " + text);
            }
            url.addPathSegment(filled);
        }
        parameters.forEach(parameter -> url.addQueryParameter(parameter.name, filled(parameter.value, values)));
        return url.build();
    }

    private static String filled(String part, Function<String, String> values) {
        return VARIABLE.matcher(part).replaceAll(found -> Matcher.quoteReplacement(values.apply(found.group(1))));
    }

    private static boolean isDots(String segment) {
        return segment.equals(".") || segment.equals("..");
    }

    @Override
    public String toString() {
        return text;
    }
}

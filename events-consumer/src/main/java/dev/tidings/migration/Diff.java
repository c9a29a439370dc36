package dev.tidings.migration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Walks through two trees at once, and notes where they differ. */
final class Diff {
    /** Beyond so many, the rest is not looked for. */
    static final int MOST = 100;
    /** Elements without an equal one are held against each other, each with each, up to so many of each side. */
    private static final int MOST_PAIRED = 100;

    private final Rules rules;
    private final List<Difference> found = new ArrayList<>();

    private Diff(Rules rules) {
        this.rules = rules;
    }

    /** None if the effects are the same by these rules. */
    static List<Difference> of(Result.Effect old, Result.Effect fresh, Rules rules) {
        return old.json().equals(fresh.json()) ? List.of() : of(read(old), read(fresh), "", "", rules);
    }

    private static List<Difference> of(JsonNode old, JsonNode fresh, String path, String rule, Rules rules) {
        Diff diff = new Diff(rules);
        diff.walk(old, fresh, path, rule);
        return List.copyOf(diff.found);
    }

    private static JsonNode read(Result.Effect effect) {
        try {
            return CanonicalJson.tree(effect.json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an effect was checked and cannot be read", e);
        }
    }

    private void walk(JsonNode old, JsonNode fresh, String path, String rule) {
        if (rules.ignored().contains(rule) || found.size() >= MOST) {
            return;
        }
        if (old.isObject() && fresh.isObject()) {
            fields(old, fresh, path, rule);
        } else if (old.isArray() && fresh.isArray()) {
            if (rules.unordered().contains(rule)) {
                unordered(old, fresh, path, rule);
            } else {
                ordered(old, fresh, path, rule);
            }
        } else if (!rules.isSame(rule, old, fresh)) {
            found.add(new Difference(path, text(old), text(fresh)));
        }
    }

    private void fields(JsonNode old, JsonNode fresh, String path, String rule) {
        TreeSet<String> names = new TreeSet<>();
        old.fieldNames().forEachRemaining(names::add);
        fresh.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            walk(old.path(name), fresh.path(name), below(path, name), below(rule, name));
        }
    }

    /** A name that could be taken for a path is in brackets and quotes. */
    private static String below(String path, String name) {
        if (name.isEmpty() || name.chars().anyMatch(c -> ".[]()'".indexOf(c) >= 0)) {
            return path + "['" + name + "']";
        }
        return path.isEmpty() ? name : path + "." + name;
    }

    private void ordered(JsonNode old, JsonNode fresh, String path, String rule) {
        for (int i = 0; i < Math.max(old.size(), fresh.size()); i++) {
            walk(old.path(i), fresh.path(i), path + "[" + i + "]", rule + "[]");
        }
    }

    private void unordered(JsonNode old, JsonNode fresh, String path, String rule) {
        Map<JsonNode, Integer> surplus = new LinkedHashMap<>();
        old.forEach(element -> surplus.merge(element, 1, Integer::sum));
        fresh.forEach(element -> surplus.merge(element, -1, Integer::sum));
        List<JsonNode> onlyOld = new ArrayList<>();
        List<JsonNode> onlyNew = new ArrayList<>();
        surplus.forEach((element, count) -> {
            for (int i = 0; i < Math.abs(count); i++) {
                (count > 0 ? onlyOld : onlyNew).add(element);
            }
        });
        pair(onlyOld, onlyNew, rule + "[]");
        onlyOld.forEach(element -> walk(element, MissingNode.getInstance(), path + "[]", rule + "[]"));
        onlyNew.forEach(element -> walk(MissingNode.getInstance(), element, path + "[]", rule + "[]"));
    }

    /** Takes away what is the same by the rules: each element goes with the first that is. */
    private void pair(List<JsonNode> onlyOld, List<JsonNode> onlyNew, String rule) {
        if (onlyOld.size() > MOST_PAIRED || onlyNew.size() > MOST_PAIRED) {
            return;
        }
        for (Iterator<JsonNode> each = onlyOld.iterator(); each.hasNext(); ) {
            JsonNode same = same(each.next(), onlyNew, rule);
            if (same != null) {
                each.remove();
                onlyNew.remove(same);
            }
        }
    }

    private @Nullable JsonNode same(JsonNode element, List<JsonNode> others, String rule) {
        for (JsonNode other : others) {
            if (of(element, other, "", rule, rules).isEmpty()) {
                return other;
            }
        }
        return null;
    }

    private static String text(JsonNode node) {
        try {
            return node.isMissingNode() ? "" : CanonicalJson.text(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value was read as JSON and cannot be written", e);
        }
    }
}

package dev.tidings.bench.weight;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which jar needs which at run time, as Maven resolved it when the benchmarks were built: a tree in which what stands elsewhere is named
 * again, so that it can be walked from any jar.
 */
final class Dependencies {
    private static final String TREE = "dependencies.txt";
    /** The columns of one level. */
    private static final int STEP = 3;

    private static final Pattern LINE =
            Pattern.compile("(?<before>[| +\\\\-]*)\\(?[^:()]+:(?<name>[^:]+):jar:(?<version>[^: ]+).*");

    private final Map<String, List<String>> needed = new HashMap<>();
    private final Map<String, String> files = new HashMap<>();

    private Dependencies() {}

    /** Those of this build. */
    static Dependencies read() throws IOException {
        try (InputStream tree = Dependencies.class.getResourceAsStream(TREE)) {
            if (tree == null) {
                throw new IllegalStateException(TREE + " is not in the benchmarks' jar; build it with Maven");
            }
            return of(new String(tree.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        }
    }

    static Dependencies of(List<String> tree) {
        Dependencies all = new Dependencies();
        Deque<String> path = new ArrayDeque<>();
        for (String text : tree) {
            Matcher line = LINE.matcher(text);
            if (!line.matches()) {
                throw new IllegalArgumentException("'" + text + "' is no line of a tree of dependencies");
            }
            int depth = line.group("before").length() / STEP;
            while (path.size() > depth) {
                path.pop();
            }
            all.add(path, line.group("name"), line.group("version"));
        }
        return all;
    }

    private void add(Deque<String> path, String name, String version) {
        if (!path.isEmpty()) {
            needed.computeIfAbsent(path.element(), unused -> new ArrayList<>()).add(name);
        }
        files.put(name, name + "-" + version + ".jar");
        path.push(name);
    }

    /** The file names of these jars and of all that they need, without some and what only those need. */
    Collection<String> closure(Set<String> names, Set<String> without) {
        Map<String, String> found = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>(names);
        while (!open.isEmpty()) {
            String name = open.remove();
            String file = files.get(name);
            if (file == null) {
                throw new IllegalArgumentException("there is no jar " + name + " among the dependencies");
            }
            if (found.put(name, file) == null) {
                needed.getOrDefault(name, List.of()).stream()
                        .filter(next -> !without.contains(next))
                        .forEach(open::add);
            }
        }
        return found.values();
    }
}

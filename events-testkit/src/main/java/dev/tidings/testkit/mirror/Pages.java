package dev.tidings.testkit.mirror;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidings.mirror.Copy;
import dev.tidings.mirror.MirrorTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Walks through all that is present. */
final class Pages {
    private Pages() {}

    static List<Copy> of(MirrorTarget<?> target, int atMost) {
        List<Copy> all = new ArrayList<>();
        List<Copy> page = target.present(Optional.empty(), atMost);
        while (!page.isEmpty()) {
            assertTrue(page.size() <= atMost, "a page of " + page.size() + " where " + atMost + " were asked for");
            all.addAll(page);
            page = target.present(Optional.of(page.get(page.size() - 1).entity()), atMost);
        }
        return all;
    }
}

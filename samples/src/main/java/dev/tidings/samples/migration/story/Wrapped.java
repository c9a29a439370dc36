package dev.tidings.samples.migration.story;

import java.util.ArrayList;
import java.util.List;

/** Text in lines. */
final class Wrapped {
    private Wrapped() {}

    /** Lines that are not wider than this, unless a word is; one at least. */
    static List<String> at(int width, String words) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : words.strip().split("\\s+", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}

package dev.tidings.bench.output;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of text under headings. What begins with a digit, or stands for a figure, is put to the right. For use by one thread. */
public final class Table {
    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** One more row; as many cells as there are headings. */
    public void add(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells under " + headings.size() + " headings; give one for each");
        }
        rows.add(List.of(cells));
    }

    /** Aligned with spaces. */
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add(line("  ", column -> aligned(column, headings.get(column))));
        for (List<String> row : rows) {
            lines.add(line("  ", column -> aligned(column, row.get(column))));
        }
        return lines.stream().map(line -> line.stripTrailing() + "\n").collect(Collectors.joining());
    }

    /** As Markdown. */
    public String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add(line(" | ", headings::get));
        lines.add(line(" | ", column -> isOfFigures(column) ? "---:" : "---"));
        for (List<String> row : rows) {
            lines.add(line(" | ", row::get));
        }
        return lines.stream().map(line -> "| " + line + " |\n").collect(Collectors.joining());
    }

    private String line(String between, IntFunction<String> cell) {
        return IntStream.range(0, headings.size()).mapToObj(cell).collect(Collectors.joining(between));
    }

    private String aligned(int column, String cell) {
        int widest = rows.stream()
                .mapToInt(row -> row.get(column).length())
                .reduce(headings.get(column).length(), Math::max);
        String space = " ".repeat(widest - cell.length());
        return isOfFigures(column) ? space + cell : cell + space;
    }

    private boolean isOfFigures(int column) {
        return rows.stream()
                .map(row -> row.get(column))
                .allMatch(cell -> cell.equals("-") || (!cell.isEmpty() && Character.isDigit(cell.charAt(0))));
    }
}

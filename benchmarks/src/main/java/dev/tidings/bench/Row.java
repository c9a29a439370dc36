package dev.tidings.bench;

import java.util.List;

/** One thing that is measured: ours, and what it is held against. */
interface Row {

    /** As in {@code ./bench NAME}. */
    String name();

    /** What the figures count. */
    String unit();

    /** One measurement of Tidings. */
    double ours(Run run) throws Exception;

    /** What it is held against, each with its own name. */
    List<Baseline> baselines();

    /** One measurement. */
    @FunctionalInterface
    interface Measurement {
        /** Does so much, and tells the rate. */
        double of(Run run) throws Exception;
    }

    /** Something that does the same without Tidings. */
    record Baseline(String name, Measurement measurement) {}

    /** Where one measurement is made, and how much is done in it. */
    record Run(Site site, int events) {}
}

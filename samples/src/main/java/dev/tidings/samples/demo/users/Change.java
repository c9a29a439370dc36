package dev.tidings.samples.demo.users;

import java.util.ArrayList;
import java.util.List;

/** A user before and after. */
record Change(User before, User after) {

    /** The names of what has changed, for an event: names, never values. */
    String[] fields() {
        List<String> names = new ArrayList<>();
        if (!before.country().equals(after.country())) {
            names.add("country");
        }
        if (!before.city().equals(after.city())) {
            names.add("city");
        }
        return names.toArray(String[]::new);
    }
}

package dev.tidings.owner;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import okhttp3.HttpUrl;

/**
 * Where a resource is asked for.
 *
 * @param batch asks for several, up to {@code together} at once
 * @param listing asks for pages of ids and versions
 */
record Paths(Template single, Optional<Template> batch, int together, Optional<Template> listing) {
    private static final String FIELDS = "fields";
    private static final Set<String> CURSOR = Set.of("cursor");

    static Paths of(Template single) {
        if (single.variables().isEmpty()
                || single.variables().size() != Set.copyOf(single.variables()).size()
                || !single.lists().isEmpty()) {
            throw new IllegalArgumentException("template " + single
                    + " does not say which entity; give each of its ids once, such as /users/{user_id}");
        }
        return new Paths(single, Optional.empty(), 1, Optional.empty());
    }

    Paths withBatch(Template other, int most) {
        if (!other.lists().equals(Set.copyOf(other.variables()))
                || !other.variables().equals(single.variables())
                || other.variables().size() != 1) {
            throw new IllegalArgumentException("template " + other + " does not ask for several " + single.variables()
                    + "; give the one id of the resource as a list, such as /users?ids={user_id*}");
        }
        if (most < 2 || most > 1_000) {
            throw new IllegalArgumentException(most + " entities in a request are not possible; give 2 to 1,000");
        }
        return new Paths(single, Optional.of(other), most, listing);
    }

    Paths withListing(Template other) {
        if (!CURSOR.equals(Set.copyOf(other.variables()))) {
            throw new IllegalArgumentException(
                    "template " + other + " does not say which page; give it {cursor}, such as /users?after={cursor}");
        }
        return new Paths(single, batch, together, Optional.of(other));
    }

    List<String> entityIds() {
        return single.variables();
    }

    Template pages() {
        return listing.orElseThrow(() -> new IllegalStateException(
                "resource " + single + " cannot be listed; tell it where with pages(\"/users?after={cursor}\")"));
    }

    HttpUrl url(HttpUrl base, EntityKey entity, Set<String> fields) {
        HttpUrl url = single.below(base, name -> id(entity, name));
        return fields.isEmpty()
                ? url
                : url.newBuilder()
                        .addQueryParameter(FIELDS, String.join(",", new TreeSet<>(fields)))
                        .build();
    }

    private String id(EntityKey entity, String name) {
        String id = entity.ids().get(name);
        if (id == null) {
            throw new IllegalArgumentException("an entity of " + entity.ids().keySet() + " is not one of " + single
                    + ", which needs " + entityIds());
        }
        return id;
    }
}

package dev.tidings.samples.demo.users;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The users there are, for those who may ask. */
public interface Users {

    /** Those of them that exist, by id. */
    Map<Long, User> find(Collection<Long> ids);

    /**
     * The next ones, in the order of their ids.
     *
     * @param after the last one of the page before; empty for the first page
     */
    List<User> list(Optional<Long> after, int limit);
}

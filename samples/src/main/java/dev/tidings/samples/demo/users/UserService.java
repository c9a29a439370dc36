package dev.tidings.samples.demo.users;

import dev.tidings.events.DomainEvent;
import dev.tidings.samples.demo.database.Database;
import dev.tidings.samples.demo.stage.Announcer;

/**
 * Owns the users. Each change is committed first and told afterwards, with the version that it made, so that whoever hears of it and
 * asks back knows an answer that is too old.
 */
public final class UserService {
    private final UserTable users;
    private final Announcer announcer;

    public UserService(Database database, Announcer announcer) {
        this.users = new UserTable(database);
        this.announcer = announcer;
    }

    /** A user from the time before events: nobody is told. */
    public void adopt(long id, String country, String city) {
        users.create(id, country, city);
    }

    /** A new user. */
    public void register(long id, String country, String city) {
        User created = users.create(id, country, city);
        announcer.announce(DomainEvent.of("user.created", "user_id", id).version(created.version()));
    }

    /** A user lives elsewhere now. */
    public void move(long id, String country, String city) {
        users.move(id, country, city)
                .ifPresent(change -> announcer.announce(DomainEvent.of("profile.updated", "user_id", id)
                        .changed(change.fields())
                        .version(change.after().version())));
    }

    /** A user is gone, for good: ids are not used again. */
    public void remove(long id) {
        users.delete(id)
                .ifPresent(version -> announcer.announce(
                        DomainEvent.of("user.deleted", "user_id", id).version(version)));
    }

    /** Where the users are kept. */
    public UserTable users() {
        return users;
    }
}

package dev.tidings.samples.demo.users;

import dev.tidings.samples.demo.stage.RestApi;
import dev.tidings.state.StateEndpoint;
import java.net.URI;

/** {@code GET /users/42/profile}, {@code /profiles?ids=1,2} and {@code /profiles?after=42}: profiles as they are now, with versions. */
public final class ProfileApi implements AutoCloseable {
    private final RestApi api;

    private ProfileApi(RestApi api) {
        this.api = api;
    }

    /** Serves on a free port of the loopback address. */
    public static ProfileApi serve(Users users) {
        StateEndpoint<Long> profiles = new Profiles(users).endpoint();
        return new ProfileApi(RestApi.onFreePort()
                .answering("/users/", asking -> {
                    String id = asking.getRequestURI().getPath().replaceFirst("/users/([^/]*)/profile", "$1");
                    return profiles.one(id, asking.getRequestHeaders()::getFirst);
                })
                .answering(
                        "/profiles",
                        asking -> profiles.many(asking.getRequestURI().getRawQuery()))
                .start());
    }

    /** What stands before the paths. */
    public URI base() {
        return api.base();
    }

    /** How many requests came. */
    public long asked() {
        return api.asked();
    }

    @Override
    public void close() {
        api.close();
    }
}

package dev.tidings.testkit.broker;

import java.util.Set;
import java.util.function.Consumer;

/**
 * A broker that we started: each test class gets a virtual host.
 *
 * @param evaluate evaluates Erlang inside the broker
 */
record OwnBroker(String description, String uri, Consumer<String> evaluate) implements TestBroker {

    @Override
    public String open(String room) {
        String host = "<<\"" + room + "\">>";
        evaluate.accept("rabbit_vhost:add(" + host + ",<<\"tidings\">>),"
                + "rabbit_auth_backend_internal:set_permissions(<<\"guest\">>," + host
                + ",<<\".*\">>,<<\".*\">>,<<\".*\">>,<<\"tidings\">>),ok.");
        return uri + "/" + room;
    }

    @Override
    public void close(String room, Set<String> names) {
        evaluate.accept("rabbit_vhost:delete(<<\"" + room + "\">>,<<\"tidings\">>),ok.");
    }
}

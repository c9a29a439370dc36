package dev.tidings.samples.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidings.state.EntityVersion;
import dev.tidings.state.State;
import dev.tidings.state.StateAnswer;
import dev.tidings.state.StateEndpoint;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** The page on the owner's API. */
final class OwnerApiCode {
    private OwnerApiCode() {}

    record Profile(String country, String city) {}

    static StateEndpoint<Long> endpoint(Users users) {
        StateEndpoint<Long> profiles = StateEndpoint.of("user_id", Long::valueOf, users::find)
                .batch(users::findAll)
                .pages(users::list);
        return profiles;
    }

    /** The user service's table. */
    record Users(DataSource dataSource) {
        private static final JsonMapper json = new JsonMapper();

        Optional<State> find(Long id) throws SQLException {
            return Optional.ofNullable(findAll(List.of(id)).get(id));
        }

        Map<Long, State> findAll(Collection<Long> ids) throws SQLException {
            Map<Long, State> found = new HashMap<>();
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement select = connection.prepareStatement(
                            "select user_id, version, country, city from users where user_id = any(?)")) {
                select.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
                ResultSet row = select.executeQuery();
                while (row.next()) {
                    found.put(row.getLong("user_id"), state(row));
                }
            }
            return found;
        }

        private static State state(ResultSet row) throws SQLException {
            try {
                Profile profile = new Profile(row.getString("country"), row.getString("city"));
                return State.json(row.getLong("version"), json.writeValueAsBytes(profile));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a profile cannot be written", e);
            }
        }

        List<EntityVersion<Long>> list(Optional<Long> after, int limit) throws SQLException {
            List<EntityVersion<Long>> page = new ArrayList<>();
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement select = connection.prepareStatement(
                            "select user_id, version from users where user_id > ? order by user_id limit ?")) {
                select.setLong(1, after.orElse(Long.MIN_VALUE));
                select.setInt(2, limit);
                ResultSet row = select.executeQuery();
                while (row.next()) {
                    page.add(EntityVersion.of(row.getLong("user_id"), row.getLong("version")));
                }
            }
            return page;
        }
    }

    static void serve(HttpServer server, StateEndpoint<Long> profiles) {
        server.createContext("/users/", exchange -> {
            String id = exchange.getRequestURI().getPath().replaceFirst("/users/([^/]*)/profile", "$1");
            send(profiles.one(id, exchange.getRequestHeaders()::getFirst), exchange);
        });
        server.createContext(
                "/profiles",
                exchange -> send(profiles.many(exchange.getRequestURI().getRawQuery()), exchange));
    }

    static void send(StateAnswer answer, HttpExchange exchange) throws IOException {
        try (exchange) {
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            int length = answer.body().length;
            exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
            if (length > 0) {
                exchange.getResponseBody().write(answer.body());
            }
        }
    }

    /** At {@code /users/*} and {@code /profiles}. */
    static final class ProfileServlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        private final transient StateEndpoint<Long> profiles;

        ProfileServlet(StateEndpoint<Long> profiles) {
            this.profiles = profiles;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String path = request.getPathInfo();
            StateAnswer answer = path == null
                    ? profiles.many(request.getQueryString())
                    : profiles.one(path.replaceFirst("/([^/]*)/profile", "$1"), request::getHeader);
            response.setStatus(answer.status());
            answer.headers().forEach(response::setHeader);
            response.getOutputStream().write(answer.body());
        }
    }
}

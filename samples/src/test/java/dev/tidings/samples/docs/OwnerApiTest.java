package dev.tidings.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tidings.state.StateEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page on the owner's API, over HTTP, with both of its adapters on a database. */
class OwnerApiTest {
    private enum Adapter {
        HTTP_SERVER {
            @Override
            Running start(StateEndpoint<Long> profiles) throws IOException {
                HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                OwnerApiCode.serve(server, profiles);
                server.start();
                return new Running(server.getAddress().getPort(), () -> server.stop(0));
            }
        },
        SERVLET {
            @Override
            Running start(StateEndpoint<Long> profiles) throws Exception {
                Server server = new Server();
                ServerConnector connector = new ServerConnector(server);
                connector.setHost("127.0.0.1");
                server.addConnector(connector);
                ServletContextHandler context = new ServletContextHandler("/");
                ServletHolder servlet = new ServletHolder(new OwnerApiCode.ProfileServlet(profiles));
                context.addServlet(servlet, "/users/*");
                context.addServlet(servlet, "/profiles");
                server.setHandler(context);
                server.start();
                return new Running(connector.getLocalPort(), () -> LifeCycle.stop(server));
            }
        };

        abstract Running start(StateEndpoint<Long> profiles) throws Exception;
    }

    private record Running(int port, Runnable stop) implements AutoCloseable {
        HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        }

        @Override
        public void close() {
            stop.run();
        }
    }

    private final JdbcDataSource database = new JdbcDataSource();
    private final StateEndpoint<Long> profiles = OwnerApiCode.endpoint(new OwnerApiCode.Users(database));

    @BeforeEach
    void fill() throws SQLException {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        run("create table users (user_id bigint primary key, version bigint, country varchar, city varchar)");
        run("insert into users select x, x * 10, 'DE', 'City ' || x from system_range(1, 1005)");
    }

    @AfterEach
    void empty() throws SQLException {
        run("shutdown");
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("none");
    }

    @ParameterizedTest
    @EnumSource
    void a_state_comes_with_its_version(Adapter adapter) throws Exception {
        try (Running owner = adapter.start(profiles)) {
            HttpResponse<String> found = owner.get("/users/42/profile");

            assertThat(found.statusCode()).isEqualTo(200);
            assertThat(found.body()).isEqualTo("{\"country\":\"DE\",\"city\":\"City 42\"}");
            assertThat(header(found, "ETag")).isEqualTo("\"420\"");
            assertThat(header(found, "Content-Type")).startsWith("application/json");
            assertThat(header(found, "Cache-Control")).isEqualTo("no-cache");
            assertThat(owner.get("/users/2000/profile").statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @EnumSource
    void versions_that_are_known_or_wanted_are_understood(Adapter adapter) throws Exception {
        try (Running owner = adapter.start(profiles)) {
            HttpResponse<String> known = owner.get("/users/42/profile", "If-None-Match", "\"419\", \"420\"");
            assertThat(known.statusCode()).isEqualTo(304);
            assertThat(header(known, "ETag")).isEqualTo("\"420\"");
            assertThat(known.body()).isEmpty();

            HttpResponse<String> early = owner.get("/users/42/profile", "tidings-min-version", "421");
            assertThat(early.statusCode()).isEqualTo(425);
            assertThat(header(early, "Retry-After")).isEqualTo("1");
            run("update users set version = 421 where user_id = 42");
            assertThat(owner.get("/users/42/profile", "Tidings-Min-Version", "421")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void several_come_at_once_and_all_of_them_page_by_page(Adapter adapter) throws Exception {
        try (Running owner = adapter.start(profiles)) {
            assertThat(owner.get("/profiles?ids=2,2000,1").body())
                    .isEqualTo("{\"items\":[{\"user_id\":2,\"version\":20,\"country\":\"DE\",\"city\":\"City 2\"},"
                            + "{\"user_id\":1,\"version\":10,\"country\":\"DE\",\"city\":\"City 1\"}]}");
            assertThat(owner.get("/profiles?after=").body())
                    .startsWith("{\"items\":[{\"user_id\":1,\"version\":10},")
                    .endsWith(",\"next\":\"1000\"}");
            assertThat(owner.get("/profiles?after=1004").body())
                    .isEqualTo("{\"items\":[{\"user_id\":1005,\"version\":10050}]}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_makes_no_sense_is_refused_in_words(Adapter adapter) throws Exception {
        try (Running owner = adapter.start(profiles)) {
            for (String path :
                    new String[] {"/users/abc/profile", "/users/42/orders", "/users/", "/profiles?ids=1%2C%27"}) {
                HttpResponse<String> refused = owner.get(path);
                assertThat(refused.statusCode()).as(path).isEqualTo(400);
                assertThat(refused.body()).isEqualTo("that is not a user_id\n");
            }
            assertThat(owner.get("/profiles?ids=" + "1,".repeat(100)).body()).contains("more than 100 ids");
        }
    }
}

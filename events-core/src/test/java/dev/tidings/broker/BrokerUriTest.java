package dev.tidings.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.broker.internal.ConnectionSettings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerUriTest {

    @ParameterizedTest
    @CsvSource({
        "amqp://localhost, [localhost:5672], /, guest, guest, false",
        "amqp://localhost/, [localhost:5672], /, guest, guest, false",
        "amqps://mq.example, [mq.example:5671], /, guest, guest, true",
        "amqp://rabbit_1:5673/shop, [rabbit_1:5673], shop, guest, guest, false",
        "amqp://ann:b%40c%2F+d@h/%2Fa%20b, [h:5672], /a b, ann, b@c/+d, false",
        "'amqp://[::1]:5674', [[::1]:5674], /, guest, guest, false",
    })
    void a_uri_is_read(String uri, String nodes, String vhost, String user, String password, boolean tls) {
        ConnectionSettings settings = BrokerUri.parseAll(uri).settings("test", Optional.empty());

        assertThat(settings.nodes()).hasToString(nodes);
        assertThat(settings.virtualHost()).isEqualTo(vhost);
        assertThat(settings.user()).isEqualTo(user);
        assertThat(settings.password().get()).isEqualTo(password);
        assertThat(settings.tls()).isEqualTo(tls);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://localhost                 | it does not have that shape",
                "localhost:5672                   | it does not have that shape",
                "amqp://                          | it does not have that shape",
                "amqp://u:secret@                 | it does not have that shape",
                "amqp://u:secret@h/a/b            | a slash in a virtual host is written %2F",
                "amqp://u:secret@h:0              | port 0 does not exist, ports are 1 to 65535",
                "amqp://u:secret@h:65536          | port 65536 does not exist, ports are 1 to 65535",
                "amqp://u:secret@h?heartbeat=5    | it does not have that shape",
                "amqp://u:sec%ret@h               | a percent sign",
                "amqp://secret@h                  | a user without a password",
                "amqp://u:secret                  | it does not have that shape",
                "u:secret@h                       | it does not have that shape",
            })
    void a_bad_uri_is_refused_with_the_reason_and_the_forms_there_are_and_without_its_password(
            String uri, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Broker.at(uri))
                .withMessageContaining(reason)
                .withMessageContaining("amqp://[user:password@]host[:5672][/vhost]")
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("secret", "sec%ret"));
    }

    @Test
    void several_nodes_are_one_cluster() {
        BrokerUri cluster = BrokerUri.parseAll("amqp://u:p@a/shop", "amqp://u:p@b:5673/shop");

        assertThat(cluster).hasToString("amqp://a:5672,b:5673/shop");
    }

    @ParameterizedTest
    @CsvSource({"amqp://u:other@b/shop", "amqp://x:p@b/shop", "amqp://u:p@b", "amqps://u:p@b/shop", "embedded:"})
    void nodes_that_differ_are_refused(String other) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Broker.at("amqp://u:p@a/shop", other))
                .withMessageContaining("share scheme, credentials and virtual host")
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("u:p", "other"));
    }

    @Test
    void a_spec_prints_without_credentials() {
        Broker.Spec spec = Broker.at("amqp://ann:secret@h").credentials("bob", () -> "hidden");

        assertThat(spec.toString()).isEqualTo("amqp://h:5672");
    }

    @Test
    void credentials_of_the_environment_win_over_the_uri() {
        Map<String, String> variables = Map.of(
                "AMQP_URI", "amqp://ann:secret@a , amqp://ann:secret@b",
                "AMQP_PASSWORD", "renewed");

        BrokerUri uri = Environment.uri(variables::get);

        assertThat(uri).hasToString("amqp://a:5672,b:5672");
        assertThat(uri.user()).isEqualTo("ann");
        assertThat(uri.password().get()).isEqualTo("renewed");
    }

    @Test
    void without_an_environment_it_is_the_broker_on_this_machine() {
        assertThat(Environment.uri(name -> null)).hasToString("amqp://localhost:5672");
    }

    @Test
    void tls_settings_for_a_plain_connection_are_refused() throws Exception {
        var context = javax.net.ssl.SSLContext.getDefault();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Broker.at("amqp://h").tls(context))
                .withMessageContaining("use amqps://");
    }

    @Test
    void an_embedded_broker_needs_its_module() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Broker.connect("embedded:"))
                .withMessageContaining("add dev.tidings:embedded-broker");
    }
}

package dev.tidings.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private static final HttpUrl BASE = HttpUrl.get("https://users.internal/api");

    private static String filled(String template, Map<String, String> values) {
        return Template.of(template)
                .below(BASE, name -> values.getOrDefault(name, ""))
                .toString();
    }

    @ParameterizedTest
    @CsvSource({
        "/users/{id}, 42, https://users.internal/api/users/42",
        "/users/{id}/profile, 42, https://users.internal/api/users/42/profile",
        "/users/u-{id}.json, 42, https://users.internal/api/users/u-42.json",
        "/users?ids={id*}, '1,2,3', 'https://users.internal/api/users?ids=1%2C2%2C3'",
        "/users?after={id}&most=100, x, https://users.internal/api/users?after=x&most=100",
    })
    void variables_are_filled(String template, String value, String url) {
        assertThat(filled(template, Map.of("id", value)).replace("%2C", ",")).isEqualTo(url.replace("%2C", ","));
    }

    /** Ids come from the wire. What events allow is narrower; this is what stands behind it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "//evil.test/x",
                "/etc/passwd",
                "\\\\evil.test\\x",
                "a/../../admin",
                "..%2f..%2fadmin",
                "%2e%2e",
                "%2E%2E%2F",
                "..;/admin",
                ".%00.",
                "@evil.test",
                ":80@evil.test",
                "?x=1",
                "#x",
                "a?b#c",
                "42/delete",
                "42%2fdelete",
                "42;jsessionid=1",
                "\r\nHost: evil.test",
                "\t..",
                "…",
                "\u2024\u2024",
                "．．",
                "%",
                "%zz",
                " ",
                "a b",
                "{id}",
                "$1",
                "\\1",
                "file:///etc/passwd",
                "gopher://evil.test",
                "http:evil.test",
                "https://users.internal.evil.test",
                "127.0.0.1",
                "[::1]",
                "0x7f000001",
            })
    void a_value_stays_in_its_segment(String value) {
        HttpUrl url = HttpUrl.get(filled("/users/{id}/profile", Map.of("id", value)));

        assertThat(url.scheme()).isEqualTo("https");
        assertThat(url.host()).isEqualTo("users.internal");
        assertThat(url.port()).isEqualTo(443);
        assertThat(url.query()).isNull();
        assertThat(url.fragment()).isNull();
        assertThat(url.encodedPathSegments()).hasSize(4);
        assertThat(List.of(
                        url.encodedPathSegments().get(0),
                        url.encodedPathSegments().get(1),
                        url.encodedPathSegments().get(3)))
                .containsExactly("api", "users", "profile");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void a_value_that_would_leave_its_segment_is_refused(String value) {
        assertThatThrownBy(() -> filled("/users/{id}/profile", Map.of("id", value)))
                .isInstanceOf(OwnerAnswerException.class)
                .hasMessageContaining("the owner was not asked");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "users/{id}",
                "http://evil.test/{id}",
                "/users/{id}#x",
                "/users/../{id}",
                "/users/{i-d}",
                "/users/{id",
                "/users/%2e%2e/{id}",
                "/users?{id}",
                "/users?=x",
                "/us ers/{id}",
                "/users\\{id}",
            })
    void what_is_no_template_is_refused(String template) {
        assertThatThrownBy(() -> Template.of(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no template");
    }

    @Test
    void variables_are_named_in_their_order() {
        assertThat(Template.of("/shops/{shop_id}/orders/{order_id}?x={y}").variables())
                .containsExactly("shop_id", "order_id", "y");
        assertThat(Template.of("/users?ids={user_id*}").lists()).containsExactly("user_id");
    }
}

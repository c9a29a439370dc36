package dev.tidings.migration.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            login failed for jo, password=hunter2, pool 3   | login failed for jo, password=***, pool 3
            {"token": "abc def", "n": 1}                    | {"token": ***, "n": 1}
            GET https://jo:pw@host/x?api_key=k1&n=1         | GET https://***@host/x?api_key=***&n=1
            Authorization: Bearer abc.def.ghi failed        | Authorization: Bearer *** failed
            sent Bearer abcdefgh12                          | sent Bearer ***
            duplicate key, total was 12                     | duplicate key, total was 12
            """)
    void secrets_are_masked(String message, String shown) {
        assertThat(Reasons.of(new IllegalStateException(message))).isEqualTo("IllegalStateException: " + shown);
    }

    @Test
    void only_the_first_line_is_told() {
        assertThat(Reasons.of(new IllegalStateException("duplicate\n  Detail: Key (email)=(jo@x) exists")))
                .isEqualTo("IllegalStateException: duplicate");
    }

    @Test
    void a_failure_without_a_message_has_a_name() {
        assertThat(Reasons.of(new IllegalStateException())).isEqualTo("IllegalStateException");
        assertThat(Reasons.of(new RuntimeException(" ") {})).startsWith("dev.tidings.migration.shadow.ReasonsTest$");
    }

    @Test
    void a_deadlock_is_contention_and_a_duplicate_is_the_handlers_affair() {
        assertThat(Reasons.isContention(new IllegalStateException(new SQLException("deadlock", "40P01"))))
                .isTrue();
        assertThat(Reasons.isContention(new SQLException("duplicate", "23505"))).isFalse();
        IllegalStateException one = new IllegalStateException();
        one.initCause(new IllegalArgumentException(one));
        assertThat(Reasons.isContention(one)).isFalse();
        assertThat(Reasons.isNoOutcome(one)).isFalse();
    }
}

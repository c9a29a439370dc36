package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnavailableTest {
    private final FailurePolicy policy = FailurePolicy.retryAfter(
                    Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(10))
            .pauseOn(ConnectException.class);

    private boolean pausesOn(Throwable failure) {
        return policy.pausesOn(failure, 0).isPresent();
    }

    @Test
    void it_is_found_among_the_causes() {
        assertThat(pausesOn(new UnavailableException("the shop is down"))).isTrue();
        assertThat(pausesOn(new IllegalStateException(new RuntimeException(new ConnectException("refused")))))
                .isTrue();
        assertThat(pausesOn(new IllegalStateException("no"))).isFalse();
    }

    @Test
    void causes_in_a_circle_are_given_up() {
        Exception one = new Exception("one");
        Exception other = new Exception("other", one);
        one.initCause(other);

        assertThat(pausesOn(one)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "08001", "57P01", "57P03"})
    void a_lost_connection_to_a_database_is_one(String state) {
        assertThat(pausesOn(new RuntimeException(new SQLException("gone", state))))
                .isTrue();
    }

    @Test
    void a_pool_without_a_connection_is_one_and_a_refused_statement_is_none() {
        assertThat(pausesOn(new SQLTransientConnectionException("no connection within 30 s")))
                .isTrue();
        assertThat(pausesOn(new SQLException("duplicate key", "23505"))).isFalse();
        assertThat(pausesOn(new SQLException("no state"))).isFalse();
    }

    @Test
    void from_the_thousandth_time_on_it_may_be_the_event() {
        assertThat(policy.pausesOn(new UnavailableException("down"), 999)).isPresent();
        assertThat(policy.pausesOn(new UnavailableException("down"), 1_000)).isEmpty();
    }

    @Test
    void the_event_comes_again_after_a_delay_that_grows_to_a_minute() {
        assertThat(policy.delayWithoutAttempt(1)).contains(Duration.ofSeconds(1));
        assertThat(policy.delayWithoutAttempt(2)).contains(Duration.ofSeconds(10));
        assertThat(policy.delayWithoutAttempt(3)).contains(Duration.ofMinutes(1));
        assertThat(policy.delayWithoutAttempt(100)).contains(Duration.ofMinutes(1));
    }

    @Test
    void it_comes_again_after_a_longer_delay_where_there_is_no_shorter_and_goes_back_where_there_is_none() {
        assertThat(FailurePolicy.retryAfter(Duration.ofHours(1)).delayWithoutAttempt(5))
                .contains(Duration.ofHours(1));
        assertThat(FailurePolicy.retryAfter().delayWithoutAttempt(1)).isEmpty();
    }
}

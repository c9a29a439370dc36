package dev.tidings.migration.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TablesTest {

    @Test
    void an_index_has_no_schema_in_its_name() {
        assertThat(
                        new Tables("audit.outcomes")
                                .in(
                                        "tidings_outcomes tidings_outcomes_version; index tidings_outcomes_decided on tidings_outcomes (x)"))
                .isEqualTo("audit.outcomes audit.outcomes_version; index outcomes_decided on audit.outcomes (x)");
    }
}

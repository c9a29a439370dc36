package dev.tidings.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class PrivatePostgresTest {
    private static final Map<String, String> CI = Map.of("CI", "true");

    @Test
    void where_it_is_not_installed_a_test_fails_in_ci_and_is_skipped_elsewhere(@TempDir Path folder) {
        Path missing = folder.resolve("postgresql");
        assertThatThrownBy(() -> PrivatePostgres.programs(missing, CI))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no PostgreSQL is installed in " + missing);
        assertThatThrownBy(() -> PrivatePostgres.programs(missing, Map.of()))
                .isInstanceOf(TestAbortedException.class)
                .hasMessage("no PostgreSQL is installed in " + missing);
        assertThatThrownBy(() -> PrivatePostgres.programs(folder, Map.of()))
                .isInstanceOf(TestAbortedException.class)
                .hasMessage("no PostgreSQL is installed in " + folder);
    }

    @Test
    void of_several_versions_the_last_one_is_used(@TempDir Path folder) throws Exception {
        for (String version : new String[] {"9.6", "13", "15"}) {
            Files.createDirectories(folder.resolve(version).resolve("bin"));
        }
        assertThat(PrivatePostgres.programs(folder, CI)).endsWith(Path.of("15", "bin"));
    }

    @Test
    void root_without_another_user_to_run_it_is_told_so() {
        assertThatThrownBy(() -> PrivatePostgres.command(true, "nobody is called so", Map.of()))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("runuser");
        assertThat(PrivatePostgres.command(false, "nobody is called so", CI)).isEmpty();
    }
}

package dev.tidings.mirror.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DdlTest {

    /** A component of each kind, and one that is the key. */
    record Everything(
            long userId,
            String displayName,
            Integer visits,
            long points,
            double score,
            boolean isActive,
            BigDecimal balance,
            Instant lastLogin,
            LocalDate birthday,
            UUID device,
            DayOfWeek payday,
            List<String> tags) {}

    private static String ddl(MirrorDatabase database) {
        try (database) {
            return JdbcMirror.table("profiles", Everything.class, database.dataSource())
                    .keyedBy("tenant")
                    .keyedByNumber("user_id")
                    .ddl();
        }
    }

    @Test
    void on_postgresql() {
        assertThat(ddl(MirrorDatabase.postgresql())).isEqualTo("""
                create table if not exists "profiles" (
                  "tenant" varchar(64) collate "C" not null,
                  "user_id" bigint not null,
                  "display_name" text,
                  "visits" integer,
                  "points" bigint,
                  "score" double precision,
                  "is_active" boolean,
                  "balance" numeric,
                  "last_login" timestamp with time zone,
                  "birthday" date,
                  "device" uuid,
                  "payday" text,
                  "tags" text,
                  "incarnation" bigint not null,
                  "version" bigint not null,
                  "state" varchar(7) not null,
                  "changed_at" timestamp with time zone not null,
                  primary key ("tenant", "user_id")
                );
                create index if not exists "profiles_marks" on "profiles" ("tenant", "user_id") where "state" <> 'present';
                """);
    }

    @Test
    void on_mariadb() {
        assertThat(ddl(MirrorDatabase.mariadb())).isEqualTo("""
                create table if not exists `profiles` (
                  `tenant` varchar(64) not null,
                  `user_id` bigint not null,
                  `display_name` longtext,
                  `visits` integer,
                  `points` bigint,
                  `score` double,
                  `is_active` boolean,
                  `balance` decimal(65, 30),
                  `last_login` datetime(6),
                  `birthday` date,
                  `device` char(36),
                  `payday` varchar(255),
                  `tags` longtext,
                  `incarnation` bigint not null,
                  `version` bigint not null,
                  `state` varchar(7) not null,
                  `changed_at` datetime(6) not null,
                  primary key (`tenant`, `user_id`)
                ) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;
                """);
    }

    @Test
    void on_h2() {
        assertThat(ddl(MirrorDatabase.h2())).isEqualTo("""
                create table if not exists "PROFILES" (
                  "TENANT" varchar(64) not null,
                  "USER_ID" bigint not null,
                  "DISPLAY_NAME" varchar,
                  "VISITS" integer,
                  "POINTS" bigint,
                  "SCORE" double precision,
                  "IS_ACTIVE" boolean,
                  "BALANCE" decfloat,
                  "LAST_LOGIN" timestamp(6) with time zone,
                  "BIRTHDAY" date,
                  "DEVICE" uuid,
                  "PAYDAY" varchar,
                  "TAGS" varchar,
                  "INCARNATION" bigint not null,
                  "VERSION" bigint not null,
                  "STATE" varchar(7) not null,
                  "CHANGED_AT" timestamp(6) with time zone not null,
                  primary key ("TENANT", "USER_ID")
                );
                """);
    }

    @Test
    void a_schema_is_part_of_the_tables_name_and_not_of_its_indexs() {
        try (MirrorDatabase database = MirrorDatabase.postgresql()) {
            String ddl = JdbcMirror.table("app.Profiles", Everything.class, database.dataSource())
                    .keyedBy("user_id")
                    .ddl();

            assertThat(ddl)
                    .contains("create table if not exists \"app\".\"profiles\" (", "\"profiles_marks\" on \"app\".");
        }
    }
}

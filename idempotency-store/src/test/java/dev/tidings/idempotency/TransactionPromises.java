package dev.tidings.idempotency;

import static dev.tidings.idempotency.StoreFixture.Guarantee.TRANSACTIONAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Claims within a transaction. A transaction that waited for another one of the same test would wait for ever. */
interface TransactionPromises extends StorePromises {

    /** What is tried with a store that has transactions. */
    @FunctionalInterface
    interface Trial {
        void on(TransactionalIdempotencyStore store) throws Exception;
    }

    /** Or the store is none that has. */
    private void withTransactions(Trial trial) throws Exception {
        assertThat(store() instanceof TransactionalIdempotencyStore).isEqualTo(has(TRANSACTIONAL));
        if (store() instanceof TransactionalIdempotencyStore transactional) {
            trial.on(transactional);
        }
    }

    private Claim.Owned own(TransactionalIdempotencyStore store, Connection transaction, String id)
            throws SQLException {
        return owned(store.claimAll(transaction, requests(id)).get(0));
    }

    @Test
    default void a_commit_completes_what_was_claimed() throws Exception {
        withTransactions(store -> {
            String id = fresh();
            store.inTransaction(transaction -> own(store, transaction, id));

            assertThat(claim(id)).isEqualTo(new Claim.Completed(key(id)));
            store.inTransaction(transaction -> {
                assertThat(store.claimAll(transaction, requests(id))).containsExactly(new Claim.Completed(key(id)));
                assertThat(store.claimAll(transaction, List.of(otherContent(id))))
                        .containsExactly(new Claim.Conflict(key(id)));
            });
        });
    }

    @Test
    default void a_failure_gives_back_what_was_claimed_and_is_thrown_as_it_is() throws Exception {
        withTransactions(store -> {
            String id = fresh();
            for (Throwable failure :
                    List.of(new IOException("a"), new IllegalStateException("b"), new AssertionError("c"))) {
                assertThatThrownBy(() -> store.inTransaction(transaction -> {
                            own(store, transaction, id);
                            if (failure instanceof Error error) {
                                throw error;
                            }
                            throw (Exception) failure;
                        }))
                        .isSameAs(failure);
            }
            own(id);
        });
    }

    @Test
    default void what_an_open_transaction_claims_is_busy_for_others_at_once() throws Exception {
        withTransactions(store -> {
            String id = fresh();
            store.inTransaction(one -> {
                own(store, one, id);
                store.inTransaction(other -> {
                    List<Claim> answers = store.claimAll(other, requests(fresh(), id, fresh()));
                    assertThat(answers)
                            .hasExactlyElementsOfTypes(Claim.Owned.class, Claim.Busy.class, Claim.Owned.class);
                });
                assertThat(claim(id)).isInstanceOf(Claim.Busy.class);
            });
            assertThat(claim(id)).isEqualTo(new Claim.Completed(key(id)));
        });
    }

    @Test
    default void what_is_given_up_is_not_completed_by_the_commit() throws Exception {
        withTransactions(store -> {
            String given = fresh();
            String kept = fresh();
            store.inTransaction(transaction -> {
                List<Claim> answers = store.claimAll(transaction, requests(given, kept));
                store.giveUp(transaction, List.of(owned(answers.get(0))));
                store.giveUp(transaction, List.of());
            });

            assertThat(store.claimAll(requests(given, kept)))
                    .hasExactlyElementsOfTypes(Claim.Owned.class, Claim.Completed.class);
        });
    }

    @Test
    default void what_was_claimed_after_a_savepoint_is_given_back_with_it() throws Exception {
        withTransactions(store -> {
            String before = fresh();
            String after = fresh();
            store.inTransaction(transaction -> {
                own(store, transaction, before);
                Savepoint savepoint = transaction.setSavepoint();
                own(store, transaction, after);
                transaction.rollback(savepoint);
                assertThat(store.claimAll(transaction, requests(after))).hasOnlyElementsOfType(Claim.Owned.class);
                transaction.rollback(savepoint);
            });

            assertThat(store.claimAll(requests(before, after)))
                    .hasExactlyElementsOfTypes(Claim.Completed.class, Claim.Owned.class);
        });
    }

    @Test
    default void a_lease_that_has_ended_is_taken_over_in_a_transaction_and_one_that_has_not_is_busy() throws Exception {
        withTransactions(store -> {
            String ended = fresh();
            String live = fresh();
            Claim.Owned silent = own(ended);
            own(live);
            fixture().endLeases(List.of(key(ended)));

            store.inTransaction(transaction -> {
                assertThat(store.claimAll(transaction, requests(live, ended)))
                        .hasExactlyElementsOfTypes(Claim.Busy.class, Claim.Owned.class);
                assertThat(claim(ended)).isInstanceOf(Claim.Busy.class);
                store.inTransaction(other ->
                        assertThat(store.claimAll(other, requests(ended))).hasOnlyElementsOfType(Claim.Busy.class));
            });

            assertThat(store.completeAll(List.of(silent))).containsExactly(silent);
            assertThat(claim(ended)).isEqualTo(new Claim.Completed(key(ended)));
        });
    }

    @Test
    default void work_cannot_end_its_transaction() throws Exception {
        withTransactions(store -> {
            String id = fresh();
            store.inTransaction(transaction -> {
                own(store, transaction, id);
                assertThatThrownBy(transaction::commit).hasMessageContaining("return to commit");
                assertThatThrownBy(transaction::rollback).hasMessageContaining("throw to roll back");
                assertThatThrownBy(transaction::close).hasMessageContaining("close()");
                assertThatThrownBy(() -> transaction.setAutoCommit(true)).hasMessageContaining("setAutoCommit()");
                assertThat(transaction.isClosed()).isFalse();
            });
            assertThat(claim(id)).isEqualTo(new Claim.Completed(key(id)));
        });
    }

    @Test
    default void what_was_thrown_elsewhere_is_neither_contention_nor_an_outage() throws Exception {
        withTransactions(store -> {
            Exception failure = new IllegalStateException(new SQLException("no such column", "42703"));
            assertThat(store.isContention(failure)).isFalse();
            assertThat(store.isOutage(failure)).isFalse();
            assertThat(store.isContention(new IllegalStateException(new SQLException("deadlock", "40001"))))
                    .isTrue();
            assertThat(store.isOutage(new IllegalStateException(new SQLException("lost", "08006"))))
                    .isTrue();
        });
    }
}

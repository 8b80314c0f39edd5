//! What every store promises: one suite, run for the one in memory, for SQLite and for PostgreSQL.
//!
//! PostgreSQL needs a server: `HOOKWIRE_TEST_POSTGRES=postgres://user@host/name`. `tests/run` brings one along.

mod approvals;
mod blobs;
mod database;
mod inbox;
mod migrations;
mod notifications;
mod plugin_changes;
mod postgres;
mod samples;
mod schedules;
mod sessions;
mod sqlite;
mod texts;
mod tokens;
mod turns;
mod values;

/// Makes a test of each statement for each store.
macro_rules! conformance {
    ($($area:ident: $($name:ident),* $(,)?;)*) => {
        mod in_memory { $($(conformance!(@ $area $name memory);)*)* }
        mod in_sqlite { $($(conformance!(@ $area $name sqlite);)*)* }
        mod in_postgres { $($(conformance!(@ $area $name postgres);)*)* }
    };
    (@ $area:ident $name:ident $database:ident) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            if let Some(database) = crate::database::$database().await {
                let store = hookwire_host::store::open(&database.location).await.unwrap();
                crate::$area::$name(store).await;
                database.clean().await;
            }
        }
    };
}

conformance! {
    sessions:
        a_store_says_where_it_is_and_answers,
        a_session_is_opened_once,
        a_session_that_is_not_there_is_none,
        sessions_are_listed_the_latest_first_page_by_page,
        an_owner_sees_only_what_is_theirs,
        a_session_is_closed_once,
        a_session_in_which_something_waits_does_not_expire,
        only_quiet_open_sessions_are_idle,
        a_session_takes_everything_with_it,
        a_summary_gives_way_only_to_one_that_stands_for_more,
        a_session_has_a_label,
        a_message_is_added_outside_of_turns;
    inbox:
        a_message_is_accepted_once_for_each_key,
        a_key_counts_within_its_session,
        a_key_is_known_also_in_a_closed_session,
        a_message_for_no_session_is_refused,
        an_id_that_is_taken_is_refused,
        of_many_that_accept_one_key_at_once_one_is_new,
        what_is_not_answered_comes_back_whole_in_the_order_it_came,
        accepting_wakes_a_session;
    turns:
        a_turn_begins_with_the_users_message,
        a_turn_that_began_is_resumed,
        a_turn_that_ended_is_not_begun_again,
        turns_and_messages_count_from_one_without_gaps,
        a_turn_is_finished_once,
        of_two_that_finish_a_turn_at_once_one_does,
        of_many_that_begin_a_message_at_once_one_does,
        turns_of_one_session_that_end_at_once_share_no_place,
        a_journal_keeps_the_first_result_of_a_step_in_order,
        a_journal_is_gone_with_its_turn,
        a_turn_says_how_it_stands,
        a_turn_or_message_that_is_not_there_is_named;
    approvals:
        a_call_is_asked_for_once,
        an_approval_for_no_session_is_refused,
        approvals_are_listed_the_latest_first,
        an_answer_counts_once,
        of_many_answers_at_once_one_counts,
        no_answer_counts_when_time_is_over,
        what_is_over_expires_once,
        only_consent_goes_further_than_a_call,
        a_grant_covers_what_it_says,
        approvals_of_another_tenant_are_not_listed;
    schedules:
        schedules_are_listed_the_next_first,
        a_schedule_moves_once,
        a_schedule_is_removed_once,
        a_schedule_for_no_session_is_refused,
        schedules_of_another_tenant_are_not_listed,
        a_plugins_schedule_takes_the_place_of_its_namesake,
        a_plugin_has_only_so_many_schedules,
        only_what_is_due_and_not_claimed_is_to_be_run,
        of_many_that_claim_a_run_one_gets_it,
        a_claim_that_is_ended_counts_as_an_attempt,
        a_plugins_schedule_moves_on_whole,
        a_plugins_schedule_goes_with_its_session;
    tokens:
        a_token_is_found_by_its_hash,
        a_token_has_a_name_and_a_hash_of_its_own;
    blobs:
        a_blob_comes_back;
    values:
        a_value_comes_back_until_it_is_removed,
        spaces_do_not_see_each_other,
        a_value_is_gone_when_its_time_is_over,
        a_value_is_written_only_over_what_is_expected,
        of_many_that_expect_the_same_one_writes,
        keys_are_read_by_prefix_in_pages,
        a_space_takes_only_so_many_keys,
        values_of_a_session_go_with_it,
        any_json_and_any_key_come_back;
    plugin_changes:
        the_latest_change_of_each_plugin_comes_back,
        changes_of_a_plugin_are_listed_the_latest_first,
        a_change_follows_the_latest_one,
        of_many_changes_of_one_version_one_is_stored;
    notifications:
        the_first_turn_of_a_session_starts_it,
        a_notification_is_pending_until_it_is_marked,
        a_step_in_the_journal_follows_the_first_notifications,
        a_turn_that_ended_is_unnotified_until_it_is_marked,
        a_turn_ends_without_a_notification_if_nobody_asks_for_one,
        a_turn_that_is_not_there_cannot_be_marked;
    texts:
        any_character_comes_back,
        a_zero_in_a_text_is_replaced_and_in_json_stays,
        a_zero_in_an_id_finds_nothing_and_breaks_nothing,
        a_huge_text_comes_back,
        transcripts_are_read_in_pieces;
}

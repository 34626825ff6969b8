"""
The tests that lie beside those of their kind and are run by ``make soak`` alone: each takes long, seldom fails, and
has a relative in ``make test`` that fails for most of what it would find.

Whoever runs a file by its name runs them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

ELSEWHERE: Final[Mapping[str, Sequence[str]]] = {
    # The other database, the other name, the other way to come over.
    "compat/tests/drf_jwt/test_blacklist.py": (
        "test_sqlite[fresh]",
        "test_sqlite[half_way]",
        "test_sqlite[odd_claims]",
        "test_sqlite[taken_over]",
    ),
    "compat/tests/migrate/test_command.py": ("test_a_reader_who_has_seen_enough_is_no_error",),
    "compat/tests/migrate/test_own_project.py": ("test_its_own_tests_pass[installed]",),
    "compat/tests/migrate/test_settings.py": ("test_settings_nested_too_deeply_are_left",),
    "compat/tests/simplejwt/switch/test_races.py": ("test_a_token_becomes_one_session_whoever_presents_it[sqlite]",),
    "compat/tests/simplejwt/test_install.py": ("test_commands[drf_signet_compat.simplejwt]",),
    "compat/tests/simplejwt/test_own_project.py": (
        "test_its_own_tests_pass[leave",
        "test_its_own_tests_pass[replace-service]",
        "test_its_own_tests_pass[replace-sliding]",
    ),
    "compat/tests/simplejwt/test_schema.py": ("test_the_document_is_the_same[prefix]",),
    "compat/tests/simplejwt/test_site.py": ("test_on_postgresql_and_installed", "test_without_the_blacklist_app"),
    "compat/tests/simplejwt/test_tables.py": (
        "test_tables_of_an_older_simple_jwt[sqlite]",
        "test_there_and_back[from Simple JWT-postgresql]",
        "test_there_and_back[to Simple JWT-postgresql]",
    ),
    "compat/tests/third_party/test_dj_rest_auth.py": (
        "test_it_answers_the_same[no-rotation-body]",
        "test_it_answers_the_same[no-rotation-cookies]",
        "test_it_answers_the_same[rotation-body]",
        "test_it_answers_the_same[rotation-cookies]",
    ),
    "compat/tests/third_party/test_djoser.py": (
        "test_it_answers_the_same[blacklist]",
        "test_it_answers_the_same[no-rotation]",
        "test_it_answers_the_same[rotation]",
    ),
    "compat/tests/third_party/test_signing_out.py": (
        "test_every_token_of_the_session_is_refused[install-djoser]",
        "test_every_token_of_the_session_is_refused[install-drf_auth_kit]",
        "test_every_token_of_the_session_is_refused[install-drf_jwt_2fa]",
        "test_every_token_of_the_session_is_refused[install-jwt_allauth]",
        "test_every_token_of_the_session_is_refused[move-dj_rest_auth]",
        "test_every_token_of_the_session_is_refused[move-drf_jwt_2fa]",
        "test_every_token_of_the_session_is_refused[move-jwt_allauth]",
    ),
    "tests/mails/test_kills.py": ("test_threads[postgresql]", "test_workers[sqlite]"),
    "tests/migrations/test_linter.py": ("test_ours_are_fine[mysql]", "test_ours_are_fine[sqlite]"),
    "tests/migrations/test_version_before.py": ("test_each_version_before",),
    "tests/documents/quick_start/test_quick_start.py": (
        "test_it_runs_on_the_wheel[renamed]",
        "test_nothing_is_wrong[renamed]",
        "test_the_whole_page[renamed]",
    ),
    "tests/documents/settings_dict/test_settings_dict.py": (
        "test_nothing_is_wrong[renamed]",
        "test_the_endpoints_answer[renamed]",
        "test_tokens_by_hand[renamed]",
    ),
    "tests/guides/test_dj_rest_auth.py": ("test_the_way_back_is_open",),
    "tests/guides/test_djangorestframework_jwt.py": (
        "test_the_way_back_is_open",
        "test_users_stay_signed_in[rename_without_git]",
    ),
    "tests/guides/test_djoser.py": ("test_the_tables_of_the_blacklist_go_last", "test_the_way_back_is_open"),
    "tests/guides/test_drf_jwt.py": ("test_the_way_back_is_open", "test_users_stay_signed_in[rename]"),
    # A real browser: the other origins and schemes.
    "tests/browser/test_chromium.py": (
        "test_a_foreign_page_can_do_nothing[http-other-site]",
        "test_a_foreign_page_can_do_nothing[http-sandbox]",
        "test_a_foreign_page_can_do_nothing[http-sibling]",
        "test_a_foreign_page_can_do_nothing[https-other-port]",
        "test_a_foreign_page_can_do_nothing[https-sandbox]",
    ),
    "tests/browser/test_origin_matrix.py": ("test_what_changes_nothing_is_never_refused",),
    "tests/repository/test_bench.py": ("test_every_operation_succeeds_with_both_packages",),
    # Races and faults: the other databases, and the long forms.
    "tests/races/test_crash.py": ("[mariadb]", "[sqlite]"),
    "tests/races/test_races.py": (
        "test_4_processes_give_8_clients_one_token[mariadb]",
        "test_4_processes_give_8_clients_one_token[sqlite]",
    ),
    "tests/races/test_snapshot.py": (
        "test_a_logout_takes_effect_in_another_process_within_the_poll_interval[postgresql]",
        "test_without_the_database_the_last_list_counts_for_one_access_lifetime",
    ),
    "tests/races/test_state_machine.py": ("[long-",),
    "tests/history/test_served.py": (
        "test_a_broken_promise_is_found_by_its_name",
        "test_nothing_is_found_where_all_is_well[sqlite]",
    ),
    "tests/sessions/test_user_models.py": (
        "test_a_primary_key_need_not_be_called_id[Numbered]",
        "test_a_primary_key_need_not_be_called_id[Represented]",
    ),
    "tests/service/test_faults.py": (
        "test_postgresql_fails_and_comes_back[exhausted]",
        "test_postgresql_fails_and_comes_back[frozen]",
        "test_postgresql_fails_and_comes_back[locked]",
        "test_postgresql_fails_and_comes_back[read-only]",
        "test_postgresql_fails_and_comes_back[without standby]",
        "test_mariadb_fails_and_comes_back[locked]",
        "test_sqlite_fails_and_comes_back[gone]",
        "test_sqlite_fails_and_comes_back[locked]",
        "test_sqlite_fails_and_comes_back[replaced]",
    ),
    "tests/service/test_killed_master.py": (
        "test_a_killed_master_costs_no_data[served]",
        "test_no_process_has_open_what_another_one_has[sqlite]",
    ),
    "tests/service/test_migration_lock.py": (
        "test_three_migrations_at_once_on_an_empty_database[mariadb]",
        "test_three_migrations_at_once_on_an_empty_database[sqlite]",
    ),
    "tests/service/test_migration_waits.py": ("test_requests_go_on_while_a_migration_waits[on_mariadb]",),
    "tests/service/test_odd_users.py": ("test_without_sessions_what_cannot_be_is_not_found_on_postgresql",),
    "tests/service/test_slow_connections.py": (
        "test_a_log_rotation_ends_nobody_and_a_closed_terminal_everybody",
        "test_honest_clients_work_beside_slow_connections",
    ),
    "tests/service/test_waiting_mails.py": (
        "test_the_service_ends_and_keeps_the_mail",
        "test_while_mails_wait_requests_are_answered",
    ),
    # The service: the other words, the other database, the other pages.
    "tests/service/test_account_life.py": ("[postgresql]",),
    "tests/service/test_command.py": (
        "test_a_database_that_is_not_there_is_not_made[accounts purge]",
        "test_a_database_that_is_not_there_is_not_made[sessions purge]",
        "test_a_database_without_tables_is_refused[sessions purge]",
        "test_demo_refuses_a_database_that_is_away",
        "test_demo_refuses_a_port_that_is_taken[postgresql]",
        "test_demo_takes_its_port_from_the_environment",
        "test_doctor_tells_no_password_of_an_option",
        "test_odd_words_are_refused[words1]",
        "test_odd_words_are_refused[words2]",
        "test_odd_words_are_refused[words3]",
        "test_odd_words_are_refused[words4]",
        "test_serve_refuses_a_cache_that_is_away_or_refuses[wrong-password]",
        "test_two_demos_at_once_find_a_port_each",
        "test_without_rotation_the_service_starts_and_doctor_says_so",
    ),
    "tests/service/test_docs_page.py": ("[postgresql]",),
    "tests/service/test_front_page.py": ("[postgresql]",),
    "tests/service/test_hashing.py": (
        "test_few_hashes_are_made_at_once[pbkdf2",
        "test_few_hashes_are_made_at_once[scrypt]",
    ),
    "tests/service/test_link_pages.py": (
        "test_a_bad_activation_link_gets_another[missing]",
        "test_a_bad_activation_link_gets_another[odd]",
        "test_a_bad_reset_link_gets_another[expired]",
        "test_a_bad_reset_link_gets_another[missing]",
    ),
    "tests/service/test_link_pages_access.py": (
        "test_a_service_in_trouble_is_told_in_words[0",
        "test_a_service_in_trouble_is_told_in_words[500",
        "test_without_javascript_there_is_a_sentence[/activate]",
        "test_without_javascript_there_is_a_sentence[/confirm]",
    ),
    "tests/service/test_not_rotating.py": ("test_the_front_page_goes_on",),
    "tests/service/test_web_access.py": (
        "test_views_of_members[Home]",
        "test_views_of_members[Requests]",
        "test_views_of_members[Theft]",
        "test_views_of_members[Token]",
        "test_views_of_visitors[forgot-password]",
        "test_views_of_visitors[token]",
    ),
}
"""For each file, the tests in it by a part of their names."""


def is_long(nodeid: str) -> bool:
    """Whether the test *nodeid* is one of them."""
    file, _, name = nodeid.partition("::")
    return any(part in name if part.startswith("[") else name.startswith(part) for part in ELSEWHERE.get(file, ()))

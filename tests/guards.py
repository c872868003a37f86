"""The guards of the threat model: for each test that its table names, the lines without which that test must fail."""

from __future__ import annotations

_GUARD, _SERVER, _WEB = "workbench/app/guard.py", "workbench/app/server.py", "workbench/read/web.py"
_FAILING, _OPENING, _SECRETS = "workbench/store/failing.py", "workbench/store/opening.py", "workbench/app/secrets.py"
_TEAM = "workbench/store/team.py"

Change = tuple[str, str, str]  # file, what stands there, what stands there once the guard is taken away

# These have no single guard: many places refuse a malformed file, many read each word once.
WITHOUT_ONE = ("test_a_thousand_malformed_files_are_told", "test_twice_the_text_costs_twice")
REMOVED: dict[str, tuple[Change, ...]] = {
    "tests/test_server.py::test_other_machines_are_refused": (
        (_SERVER, "if not local and not insecure:", "if False:"),
        (_SERVER, "    _run(command(address, port, hosts), environment(database, reference, place))\n", ""),
    ),
    "tests/test_guard.py::test_only_known_hosts_are_answered": (
        (_GUARD, "if not is_served(host, self.hosts):", "if False:"),
    ),
    "tests/test_guard.py::test_the_live_connection_has_the_same_guard": (
        (_GUARD, 'scope["type"] not in ("http", "websocket")', 'scope["type"] != "http"'),
    ),
    "tests/test_guard.py::test_a_page_of_another_address_cannot_send_files": (
        (_GUARD, 'if origin is not None and origin.partition("://")[2] != host:', "if False:"),
    ),
    "tests/test_guard.py::test_every_answer_carries_the_security_headers": (
        (_GUARD, "[*kept, *self.headers,", "[*theirs,"),
    ),
    "tests/test_guard.py::test_what_is_not_for_browsers_is_closed": (
        (_GUARD, 'return _NOT_HERE if scope["path"].startswith(_CLOSED) else None', "return None"),
    ),
    "tests/browser/test_sign_in.py::test_roles_decide_who_sees_the_pages": (
        ("workbench/app/signing.py", "if not required() or st.user.is_logged_in:", "if True:"),
    ),
    "tests/browser/test_sign_in.py::test_a_role_that_is_taken_away_closes_an_open_tab": (
        ("workbench/app/people.py", "        if not person().role:", "        if False:"),
    ),
    "tests/test_handing.py::test_a_file_is_not_there_for_who_may_not_have_it": (
        (
            "workbench/app/handing.py",
            "if found is None or not await asyncio.to_thread(found.allowed):",
            "if not found:",
        ),
    ),
    "tests/test_guard.py::test_secrets_that_others_can_reach_are_refused": (
        (_SECRETS, 'if os.name == "posix" and mode &', "if False and mode &"),
    ),
    "tests/test_guard.py::test_broken_secrets_are_refused_without_being_quoted": (
        (_SECRETS, 'ServeError("the secrets are not TOML"', 'ServeError(f"the secrets are not TOML: {error}"'),
    ),
    "tests/test_web.py::test_nothing_is_fetched_unless_allowed": (
        (_WEB, "if not fetching_is_allowed():", "if False:"),
    ),
    "tests/test_web.py::test_addresses_of_ones_own_network_are_refused": (
        (
            _WEB,
            "return all(part.is_global and not part.is_multicast for part in (found, *_inner(found)))",
            "return True",
        ),
    ),
    "tests/test_web.py::test_every_spelling_of_this_machine_is_refused": (
        (_WEB, "if forbidden or not addresses:", "if not addresses:"),
    ),
    "tests/test_web.py::test_anything_but_plain_http_is_refused": (
        (_WEB, "parts.scheme not in SCHEMES or not parts.hostname", "False"),
    ),
    "tests/test_web.py::test_a_redirect_is_checked_like_the_first_address": (
        (_WEB, "here = urljoin(here, found)", "here, way = urljoin(here, found), Way(way.resolve, bool, way.ports)"),
    ),
    "tests/test_web.py::test_a_name_that_changes_its_mind_gains_nothing": (
        (_WEB, "create_connection((addresses[0], port)", "create_connection((way.resolve(host, port)[0], port)"),
    ),
    "tests/test_web.py::test_a_slow_server_is_cut_off": ((_WEB, "    watch.start()\n", ""),),
    "tests/test_fuzz.py::test_hostile_settings_are_told": (
        ("workbench/toml.py", "except RecursionError as error:", "except ZeroDivisionError as error:"),
    ),
    "tests/test_read.py::test_reading_has_limits_of_time_and_memory": (
        ("workbench/read/worker.py", "    _limit(seconds, memory)\n", ""),
    ),
    "tests/test_read.py::test_bad_files_are_told": (
        ("workbench/read/word.py", "if size > MAX_UNPACKED_BYTES:", "if False:"),
    ),
    "tests/test_read.py::test_no_field_is_longer_than_it_may_be": (
        ("workbench/read/settle.py", "if len(said) > most:", "if False:"),
    ),
    "tests/test_export.py::test_hostile_text_is_text_in_the_report": (
        ("workbench/export/cards.py", "return escape(str(value), quote=True)", "return str(value)"),
    ),
    "tests/test_export.py::test_no_cell_runs_in_a_spreadsheet": (
        ("workbench/export/verdicts.py", "        return safe(value)\n", "        return value\n"),
    ),
    "tests/test_cli.py::test_hostile_names_are_spelled_out": (
        (
            "workbench/errors.py",
            'return _ACTING.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)',
            "return text",
        ),
    ),
    "tests/test_hostile_tables.py::test_a_workbook_that_swells_is_refused": (
        ("workbench/intake/grid.py", "if unpacked > LARGEST:", "if False:"),
        (
            "workbench/export/reading.py",
            '> LARGEST_BYTES:\n                raise TooLarge("too large',
            '< 0:\n                raise TooLarge("too large',
        ),
    ),
    "tests/test_store.py::test_a_changed_store_is_noticed": (
        ("workbench/store/chain.py", 'if link(event, event["prev_hash"]) != event["hash"] or not', "if not"),
    ),
    "tests/test_store_crash.py::test_of_two_processes_one_is_told": (
        ("workbench/store/deciding.py", "if rev != self._rev:", "if False:"),
    ),
    "tests/test_store_sqlite.py::test_a_database_that_is_not_ours": (
        ("workbench/store/migrating.py", "    if tables:\n", "    if False:\n"),
    ),
    "tests/test_store_crash.py::test_a_verdict_that_was_confirmed_outlives_a_kill": (
        (_OPENING, "            connection.begin(),\n", ""),
    ),
    "tests/test_store_server_dies.py::test_a_killed_server_loses_no_verdict": (
        (_OPENING, "        _ask_before_use(engine)\n", ""),
        (_FAILING, "    return next((reason for start", "    return None\n    return next((reason for start"),
    ),
    "tests/test_store_server_dies.py::test_a_full_disk_of_the_server": ((_FAILING, '    "53100": (', '    "0": ('),),
    "tests/test_store_server_dies.py::test_a_server_that_accepts_and_never_answers": (
        (_OPENING, '{"timeout": CONNECT_SECONDS}', '{"timeout": 5}'),
        (_FAILING, "if isinstance(cause, TimeoutError) or", "if False and"),
    ),
    "tests/test_store_server_dies.py::test_a_server_that_holds_still_is_told": (
        (_OPENING, "line.settimeout(SILENCE_SECONDS)", "line.settimeout(20)"),
        (_FAILING, "if isinstance(cause, TimeoutError) or", "if False and"),
    ),
    "tests/test_store_postgres.py::test_a_statement_that_takes_too_long": ((_FAILING, '    "57014": (', '    "0": ('),),
    "tests/test_store_team.py::test_a_stranger_reads_and_writes_nothing": (
        (_TEAM, "    if role is None:\n", "    if role is None:\n        return least\n    if role is None:\n"),
    ),
    "tests/test_store_team.py::test_a_role_goes_so_far": (
        (_TEAM, "if ROLES.index(role) < ROLES.index(least):", "if False:"),
    ),
    "tests/test_store_sqlite.py::test_a_full_disk": ((_FAILING, "    sqlite3.SQLITE_FULL: (", "    -1: ("),),
    "tests/test_store_copies.py::test_restoring_over_a_store_asks_and_keeps_what_was_there": (
        ("workbench/store/__init__.py", "        if not replace:\n", "        if False:\n"),
    ),
}

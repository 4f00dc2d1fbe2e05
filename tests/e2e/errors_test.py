"""Bad input against a live server: a clear refusal each time, nothing recorded.

Each refusal must name the field (or the thing), say the rule, and carry the
stable reason that programs go by.
"""
import pathlib
import sys
import unittest

import grpc

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from live_server import Refused, Server, csictl, run  # noqa: E402

TENANT = "tenants/demo"
MESSAGE_BYTES_MAX = 4 * 1024 * 1024

INDICATOR = {"title": "Release bypass", "direction": "IMPROVEMENT_DIRECTION_LOWER",
             "kind": "INDICATOR_KIND_PROCESS", "frequency": "FREQUENCY_MONTH",
             "aggregation": "AGGREGATION_PERCENTAGE"}


class LiveTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.server.start()
        cls.api = cls.server.api()
        cls.api.create_person("olga")

    @classmethod
    def tearDownClass(cls):
        cls.api.close()
        cls.server.__exit__()

    def journal(self) -> int:
        """Offset behind the newest committed record of the directory."""
        last = None
        for response in self.api.watch({"service": "raci", "stop_at_end": True}):
            last = response
        return last.end_offset if last else 0

    def refused(self, call, code, reason, *words):
        """Runs the call; it is refused so, with these words; nothing is recorded."""
        before = self.journal()
        with self.assertRaises(Refused) as caught:
            call()
        error = caught.exception
        self.assertEqual(error.code, code, error)
        self.assertEqual(error.reason, reason, error)
        for word in words:
            self.assertIn(word, error.text)
        self.assertTrue(error.text.endswith((".", ")")), error.text)
        self.assertEqual(self.journal(), before, "something was recorded")
        return error

    def create(self, fields, actor="olga", **options):
        return lambda: self.api.call("raci", "CreatePerson", fields, actor=actor, **options)


INVALID = grpc.StatusCode.INVALID_ARGUMENT


class Fields(LiveTest):
    def test_oversize_message_is_refused_before_it_is_read(self):
        before = self.journal()
        with self.assertRaises(Refused) as caught:
            self.create({"parent": TENANT, "person_id": "big",
                         "person": {"display_name": "x" * MESSAGE_BYTES_MAX}})()
        self.assertEqual(caught.exception.code, grpc.StatusCode.RESOURCE_EXHAUSTED)
        self.assertIn(str(MESSAGE_BYTES_MAX), caught.exception.text)
        self.assertEqual(self.journal(), before)

    def test_oversize_field_names_its_bound(self):
        self.refused(self.create({"parent": TENANT, "person_id": "a",
                                  "person": {"display_name": "x" * 1001}}),
                     INVALID, "TOO_LARGE", "person.display_name", "1001", "1000")

    def test_text_that_is_not_utf8_is_refused(self):
        request = self.api.request("raci", "CreatePerson", {
            "parent": TENANT, "person_id": "a", "person": {"display_name": "QQQQ"}})
        for bad in (b"\xff\xfe\xc3(", b"\xc0\x80ab", b"\xed\xa0\x80a", b"abc\xc3"):
            with self.subTest(bad):
                self.refused(self.create(request.SerializeToString().replace(b"QQQQ", bad)),
                             INVALID, "MESSAGE_MALFORMED", "UTF-8")

    def test_bytes_that_are_no_message_are_refused(self):
        for bad in (b"\xff" * 4, b"\x0a\xff\xff\xff\xff\x0f", b"\x0a\x05ab"):
            with self.subTest(bad):
                self.refused(self.create(bad), INVALID, "MESSAGE_MALFORMED", "CreatePersonRequest")

    def test_missing_required_fields_are_named(self):
        person = {"display_name": "X"}
        for field, request in (("parent", {"person_id": "a", "person": person}),
                               ("person", {"parent": TENANT, "person_id": "a"}),
                               ("person.display_name",
                                {"parent": TENANT, "person_id": "a", "person": {}})):
            with self.subTest(field):
                error = self.refused(self.create(request), INVALID, "FIELD_INVALID", field + ":")
                self.assertEqual(error.fields, [field])

    def test_malformed_ids_and_names_show_the_form(self):
        for bad in ("A b", "a" * 64, "ä", "a/b", "-\n"):
            with self.subTest(bad):
                self.refused(self.create({"parent": TENANT, "person_id": bad,
                                          "person": {"display_name": "X"}}),
                             INVALID, "FIELD_INVALID", "person_id:", "lower-case letters")
        for bad in ("hello", "tenants/demo/roles/x", "tenants/demo/people/", "tenants//people/x"):
            with self.subTest(bad):
                self.refused(lambda bad=bad: self.api.call("raci", "GetPerson", {"name": bad}),
                             INVALID, "FIELD_INVALID", "name:", bad)

    def test_numbers_out_of_range_are_refused(self):
        def create(**more):
            return lambda: self.api.call(
                "reporting", "CreateIndicator",
                {"parent": TENANT, "indicator": {**INDICATOR, **more}}, actor="olga")
        for field, value in (("season_periods", -3), ("minimum_n", -1),
                             ("lower_bound", float("nan")), ("upper_bound", float("inf"))):
            with self.subTest(field):
                self.refused(create(**{field: value}), INVALID, "FIELD_INVALID",
                             f"indicator.{field}")
        self.refused(lambda: self.api.call("raci", "ListPeople",
                                           {"parent": TENANT, "page_size": -1}),
                     INVALID, "FIELD_INVALID", "page_size", "negative")

    def test_an_enum_value_the_server_does_not_know_is_refused(self):
        def create(direction):
            return lambda: self.api.call(
                "reporting", "CreateIndicator",
                {"parent": TENANT, "indicator": {**INDICATOR, "direction": direction}},
                actor="olga")
        self.refused(create(77), INVALID, "FIELD_INVALID", "indicator.direction", "77")
        self.refused(create(0), INVALID, "FIELD_INVALID", "indicator.direction", "HIGHER")

    def test_figures_that_are_no_numbers_are_refused_with_their_place(self):
        self.api.call("reporting", "CreateIndicator", {
            "parent": TENANT, "indicator_id": "bypass", "indicator": INDICATOR}, actor="olga")
        def record(*points):
            return lambda: self.api.call("reporting", "RecordPoints", {
                "name": f"{TENANT}/indicators/bypass", "points": list(points)}, actor="olga")
        good = {"period_start_time": {"seconds": 1735689600}, "value": 80}
        for bad in (float("nan"), float("inf"), float("-inf")):
            with self.subTest(bad):
                self.refused(record(good, {**good, "value": bad}), INVALID, "FIELD_INVALID",
                             "points[1].value", "finite")
        self.refused(record(), INVALID, "FIELD_INVALID", "points")
        listed = self.api.call("reporting", "ListPoints",
                               {"parent": f"{TENANT}/indicators/bypass"})
        self.assertEqual(len(listed.points), 0, "half of a refused call was recorded")
        # Asked to skip what is refused, it says so of the row alone.
        done = self.api.call("reporting", "RecordPoints", {
            "name": f"{TENANT}/indicators/bypass", "skip_refused": True, "first_line": 10,
            "points": [good, {**good, "period_start_time": {"seconds": 1738368000},
                              "value": float("nan")}]}, actor="olga")
        self.assertEqual(done.recorded_count, 1)
        self.assertEqual([(row.line, row.reason) for row in done.refused_rows],
                         [(11, "BAD_VALUE")])


class Calls(LiveTest):
    def test_a_stale_etag_is_refused_with_the_current_one(self):
        self.api.create_person("edith")
        error = self.refused(lambda: self.api.call("raci", "UpdatePerson", {
            "person": {"name": f"{TENANT}/people/edith", "display_name": "New",
                       "etag": '"r99"'},
            "update_mask": {"paths": ["display_name"]}}, actor="olga"),
            grpc.StatusCode.ABORTED, "ETAG_MISMATCH", '"r99"', '"r1"', "Read it again")
        self.assertEqual(error.metadata["etag"], '"r1"')

    def test_a_request_id_counts_once(self):
        first = self.api.create_person("paul", request_id="once")
        again = self.api.create_person("paul", request_id="once")
        self.assertEqual(first, again)
        self.refused(lambda: self.api.create_person("peter", request_id="once"),
                     INVALID, "REQUEST_ID_REUSED", "once", "new request id")
        self.refused(lambda: self.api.create_person("peter", request_id="x" * 129),
                     INVALID, "TOO_LARGE", "request_id", "128")

    def test_a_request_id_counts_once_after_a_restart_too(self):
        first = self.api.create_person("rita", request_id="kept")
        self.server.kill()
        self.server.start()
        self.assertEqual(self.api.create_person("rita", request_id="kept"), first)

    def test_a_page_token_belongs_to_its_query(self):
        for person in ("zoe", "zara"):
            self.api.create_person(person)
        page = self.api.call("raci", "ListPeople", {"parent": TENANT, "page_size": 1})
        token = page.next_page_token
        self.assertTrue(token)
        for name, request in (("ListPeople", {"parent": TENANT, "page_token": "garbage"}),
                              ("ListPeople", {"parent": "tenants/other", "page_token": token}),
                              ("ListRoles", {"parent": TENANT, "page_token": token}),
                              ("ListPeople", {"parent": TENANT, "page_token": token[:-1]}),
                              ("ListPeople", {"parent": TENANT, "page_token": "x" * 5000})):
            with self.subTest(name=name, request=request):
                with self.assertRaises(Refused) as caught:
                    self.api.call("raci", name, request)
                self.assertEqual(caught.exception.code, INVALID)
                self.assertIn("page_token", caught.exception.text)

    def test_filters_and_orders_say_what_there_is(self):
        self.refused(lambda: self.api.call("raci", "ListPeople",
                                           {"parent": TENANT, "filter": "foo = 3"}),
                     INVALID, "FILTER_INVALID", "foo", "active")
        self.refused(lambda: self.api.call("registry", "ListOpportunities",
                                           {"parent": TENANT, "filter": 'state = "NOPE"'}),
                     INVALID, "FILTER_INVALID", "NOPE", "ACCEPTED")
        self.refused(lambda: self.api.call("registry", "ListOpportunities",
                                           {"parent": TENANT, "order_by": "foo"}),
                     INVALID, "FIELD_INVALID", "order_by", "due_date")

    def test_names_of_another_tenant_are_refused(self):
        self.api.call("raci", "CreateRole", {"parent": TENANT, "role_id": "csi-manager",
                                             "role": {"display_name": "CSI manager"}}, actor="olga")
        self.refused(lambda: self.api.call("raci", "AppointHolder", {
            "parent": TENANT, "assignment": {"role": f"{TENANT}/roles/csi-manager",
                                             "holder": "tenants/other/people/olga"}},
            actor="olga"), INVALID, "FIELD_INVALID", "assignment.holder", "tenants/other")
        self.refused(self.create({"parent": TENANT, "person_id": "a",
                                  "person": {"display_name": "X"}}, actor="",
                                 metadata=[("csi-actor", "tenants/other/people/olga")]),
                     INVALID, "FIELD_INVALID", "csi-actor")
        with self.assertRaises(Refused) as caught:
            self.api.call("raci", "GetPerson", {"name": "tenants/other/people/olga"})
        self.assertEqual(caught.exception.code, grpc.StatusCode.NOT_FOUND)

    def test_a_stranger_may_not_write(self):
        self.refused(self.create({"parent": TENANT, "person_id": "a",
                                  "person": {"display_name": "X"}}, actor=""),
                     grpc.StatusCode.PERMISSION_DENIED, "NO_ACTOR", "--as")

    def test_wrong_state_is_refused_with_the_states_that_are_right(self):
        self.api.call("registry", "CreateOpportunity", {
            "parent": TENANT, "opportunity_id": "idea",
            "opportunity": {"title": "Fewer bypasses"}}, actor="olga")
        name = f"{TENANT}/opportunities/idea"
        state = grpc.StatusCode.FAILED_PRECONDITION
        self.refused(lambda: self.api.call("registry", "ResumeOpportunity", {"name": name},
                                           actor="olga"),
                     state, "WRONG_STATE", "NEW", "ON_HOLD")
        self.refused(lambda: self.api.call("workflow", "StartRun",
                                           {"parent": TENANT, "opportunity": name},
                                           actor="olga"),
                     state, "WRONG_STATE", "NEW", "ACCEPTED")
        self.refused(lambda: self.api.call("registry", "AcceptOpportunity", {"name": name},
                                           actor="olga"),
                     state, "VACANT", "accountable")

    def test_what_does_not_exist_is_named(self):
        self.refused(lambda: self.api.call("raci", "GetPerson",
                                           {"name": f"{TENANT}/people/nobody"}),
                     grpc.StatusCode.NOT_FOUND, "NOT_FOUND", f"{TENANT}/people/nobody")
        self.refused(lambda: self.api.create_person("olga"),
                     grpc.StatusCode.ALREADY_EXISTS, "ALREADY_EXISTS", "olga", "another id")

    def test_a_deadline_that_has_passed_records_nothing(self):
        with self.assertRaises(Refused) as caught:
            self.api.call("raci", "CreatePerson", {
                "parent": TENANT, "person_id": "late", "person": {"display_name": "L"}},
                actor="olga", timeout=-1)
        self.assertEqual(caught.exception.code, grpc.StatusCode.DEADLINE_EXCEEDED)

    def test_csictl_prints_the_sentence_and_the_exit_code(self):
        for words, code, text in (
                (("person", "show", "nobody"), 3, "does not exist"),
                (("person", "create", "new", "--display-name", "N"), 3, "--as"),
                (("person", "create", "x", "--nonsense", "1"), 2, "--display-name"),
                (("person", "fly"), 2, "no verb"), (("wings",), 2, "no noun"),
                (("--address", "wings=127.0.0.1:1", "person", "list"), 2, "no service"),
                (("--address", "raci=127.0.0.1:1,raci=127.0.0.1:2", "person", "list"), 2,
                 "twice"),
                (("health",), 0, "")):
            with self.subTest(words):
                done = csictl(self.server, *words)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertIn(text, done.stderr)
        away = run("csictl", "--address", "127.0.0.1:1", "person", "list", "--timeout", "5")
        self.assertEqual(away.returncode, 4, away.stderr)
        self.assertIn("127.0.0.1:1", away.stderr)


if __name__ == "__main__":
    unittest.main()

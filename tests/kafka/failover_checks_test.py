"""The checks of the failover test can fail: each finding from what would cause it."""
import pathlib
import random
import sys
import types
import unittest
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/kafka"), str(ROOT / "tests/e2e")]
import failover_checks as checks  # noqa: E402
from failover_run import chosen  # noqa: E402

TENANT = "t"


class Person:
    def __init__(self, key: str, text: str = ""):
        self.name, self.text = f"tenants/{TENANT}/people/{key}", text or key

    def SerializeToString(self, deterministic):
        assert deterministic
        return self.text.encode()


class FakeCopy:
    """Lists these people and says these events."""
    address = "here"

    def __init__(self, people, created):
        self.people, self.created = people, created

    def api(self, _):
        return self

    def close(self):
        pass

    def call(self, *_):
        return types.SimpleNamespace(people=self.people, next_page_token="")

    def watch(self, *_, **__):
        yield types.SimpleNamespace(events=[types.SimpleNamespace(
            type="csi.raci.v1.PersonRegistered", subject=f"tenants/{TENANT}/people/{key}")
            for key in self.created])


class FakeMessage:
    def __init__(self, number, key="", event_id="", kind="PersonRegistered"):
        self._headers = {"ce_sequence": str(number), "ce_id": event_id or f"id-{number}",
                         "ce_type": f"csi.raci.v1.{kind}",
                         "ce_subject": f"tenants/{TENANT}/people/{key}"}

    def headers(self):
        return [(key, value.encode()) for key, value in self._headers.items()]


class CopyTest(unittest.TestCase):
    def found(self, people, created, acknowledged, attempted="") -> dict:
        writer = types.SimpleNamespace(attempted=attempted, acknowledged={
            key: text.encode() for key, text in acknowledged.items()})
        found = checks.Findings()
        checks.check_copy(FakeCopy(people, created), [writer], TENANT, found)
        return dict(found.counts)

    def test_all_that_was_acknowledged_once_is_clean(self):
        self.assertEqual(self.found([Person("a"), Person("b"), Person("register-0")],
                                    ["a", "b", "register-0"], {"a": "a"}, "b"), {})

    def test_what_is_not_there_is_lost(self):
        self.assertEqual(self.found([], [], {"a": "a"}), {"lost": 1})

    def test_what_is_there_otherwise_is_lost(self):
        self.assertEqual(self.found([Person("a", "else")], ["a"], {"a": "a"}), {"lost": 1})

    def test_a_row_without_its_event_is_lost(self):
        self.assertEqual(self.found([Person("a")], [], {"a": "a"}), {"lost": 1})

    def test_what_came_twice_is_doubled(self):
        self.assertEqual(self.found([Person("a")], ["a", "a"], {"a": "a"}), {"doubled": 1})
        self.assertEqual(self.found([Person("a"), Person("a")], ["a"], {"a": "a"}),
                         {"doubled": 1})

    def test_what_nobody_asked_for_is_named(self):
        self.assertEqual(self.found([Person("z")], ["z"], {}), {"unasked": 1})


class TopicTest(unittest.TestCase):
    def found(self, people, *messages) -> tuple[dict, int]:
        found = checks.Findings()
        with mock.patch.object(checks, "_messages", lambda *_: iter(messages)):
            repeated = checks.check_topic("", TENANT, set(people), found)
        return dict(found.counts), repeated

    def test_dense_numbers_and_repetitions_are_clean(self):
        self.assertEqual(self.found("ab", FakeMessage(1, "a"), FakeMessage(2, "b"),
                                    FakeMessage(1, "a"), FakeMessage(2, "b"),
                                    FakeMessage(3, "a", kind="PersonUpdated")), ({}, 2))

    def test_a_missing_number_is_a_gap(self):
        self.assertEqual(self.found("a", FakeMessage(1, "a"), FakeMessage(3, "c", kind="Other")),
                         ({"gaps": 1}, 0))

    def test_an_old_number_with_a_new_id_is_doubled(self):
        self.assertEqual(self.found("a", FakeMessage(1, "a"), FakeMessage(1, "a", "other")),
                         ({"doubled": 1}, 1))

    def test_a_person_with_two_events_or_none_is_found(self):
        self.assertEqual(self.found("a", FakeMessage(1, "a"), FakeMessage(2, "a"))[0],
                         {"doubled": 1})
        self.assertEqual(self.found("ab", FakeMessage(1, "a"))[0], {"lost": 1})
        self.assertEqual(self.found("", FakeMessage(1, "a"))[0], {"unasked": 1})


class HashesTest(unittest.TestCase):
    def test_copies_that_differ_are_divergent(self):
        shown = iter(("same", "same", "other"))
        copies = [types.SimpleNamespace(folder=number) for number in range(3)]
        found = checks.Findings()
        with mock.patch.object(checks, "run", lambda *_: types.SimpleNamespace(
                returncode=0, stdout=next(shown), stderr="")):
            checks.check_hashes(copies, found)
        self.assertEqual(dict(found.counts), {"divergent": 1})


class ChosenTest(unittest.TestCase):
    def test_every_kind_comes_and_only_some_come_again(self):
        faults = chosen(random.Random(1), 20, ("a", "b", "c"), ("a", "b"))
        self.assertEqual(len(faults), 20)
        self.assertEqual(faults.count("c"), 1)
        self.assertEqual(faults, chosen(random.Random(1), 20, ("a", "b", "c"), ("a", "b")))


if __name__ == "__main__":
    unittest.main()

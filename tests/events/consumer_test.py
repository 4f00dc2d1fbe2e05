"""The example consumer: each event once, whatever comes again, and no gap unseen."""
import importlib.util
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = ROOT / "docs/clients/events_consumer.py"
spec = importlib.util.spec_from_file_location("events_consumer", SOURCE)
consumer = importlib.util.module_from_spec(spec)
sys.modules["events_consumer"] = consumer  # dataclasses look it up
spec.loader.exec_module(consumer)

JOURNAL, OTHER = "0a" * 16, "0b" * 16
SOURCE_NAME = "//csi/test/raci/0"


def event(sequence: int, offset: int, index: int = 0, last: bool = True, journal=JOURNAL,
          **more) -> consumer.Event:
    return consumer.Event(id=more.pop("id", f"hash{offset}-{index}"), source=SOURCE_NAME,
                          type="csi.raci.v1.PersonLeft", journal=journal, offset=offset,
                          index=index, last=last, sequence=sequence, **more)


class Message:
    """As confluent_kafka hands it out."""

    def __init__(self, headers, value=b"", key=b"demo"):
        self._headers, self._value, self._key = headers, value, key

    def headers(self):
        return [(name, value.encode()) for name, value in self._headers.items()]

    def value(self):
        return self._value

    def key(self):
        return self._key


class TrackerTest(unittest.TestCase):
    def test_each_event_is_new_once(self):
        tracker = consumer.Tracker()
        self.assertTrue(tracker.is_new(event(1, 4)))
        self.assertTrue(tracker.is_new(event(2, 4, 1)))
        self.assertTrue(tracker.is_new(event(3, 9)))
        for again in (event(1, 4), event(2, 4, 1), event(3, 9)):
            self.assertFalse(tracker.is_new(again))
        self.assertTrue(tracker.is_new(event(4, 10)))

    def test_a_missing_event_stops_and_is_named(self):
        tracker = consumer.Tracker()
        with self.assertRaisesRegex(consumer.Broken, "number 2 after 0; 1 events are missing"):
            tracker.is_new(event(2, 5))
        tracker.is_new(event(1, 4))
        with self.assertRaisesRegex(consumer.Broken, "2 events are missing"):
            tracker.is_new(event(4, 8))

    def test_another_journal_stops(self):
        tracker = consumer.Tracker()
        tracker.is_new(event(1, 4))
        with self.assertRaisesRegex(consumer.Broken, "started anew"):
            tracker.is_new(event(1, 4, journal=OTHER))

    def test_the_same_number_with_another_id_stops(self):
        tracker = consumer.Tracker()
        tracker.is_new(event(1, 4))
        with self.assertRaisesRegex(consumer.Broken, "another id"):
            tracker.is_new(event(1, 4, id="forged"))

    def test_a_progress_mark_moves_the_place_and_is_no_event(self):
        tracker = consumer.Tracker()
        tracker.is_new(event(1, 4))
        self.assertFalse(tracker.is_new(event(0, 70)))
        self.assertEqual(tracker.place, (70, 0))
        self.assertFalse(tracker.is_new(event(0, 60)))
        self.assertEqual(tracker.place, (70, 0))
        self.assertTrue(tracker.is_new(event(2, 71)))

    def test_it_goes_on_from_what_it_stored(self):
        tracker = consumer.Tracker()
        tracker.is_new(event(1, 4))
        again = consumer.Tracker(tracker.stored())
        self.assertFalse(again.is_new(event(1, 4)))
        self.assertTrue(again.is_new(event(2, 5)))


class StateTest(unittest.TestCase):
    def test_a_place_is_kept_at_whole_records_only(self):
        with tempfile.TemporaryDirectory() as folder:
            path = str(pathlib.Path(folder, "state.json"))
            state, shown = consumer.State(path), []
            for number, each in enumerate((event(1, 4), event(2, 5, 0, last=False))):
                state.handle(each, shown.append)
                state.save(each, partition=0, offset=number)
            again = consumer.State(path)
            self.assertEqual(again.kafka_offset(0, -2), 1)
            for each in (event(2, 5, 0, last=False), event(3, 5, 1)):
                again.handle(each, shown.append)
                again.save(each, partition=0, offset=each.sequence)
            # The first event of the unfinished record came twice, the others once.
            self.assertEqual([each.sequence for each in shown], [1, 2, 2, 3])
            self.assertEqual(consumer.State(path).trackers[SOURCE_NAME].sequence, 3)


class HeadersTest(unittest.TestCase):
    HEADERS = {
        "content-type": "application/protobuf", "ce_specversion": "1.0", "ce_id": "h-1",
        "ce_source": SOURCE_NAME, "ce_type": "csi.raci.v1.PersonLeft",
        "ce_time": "2024-02-29T12:00:00Z", "ce_subject": "tenants/demo/people/p",
        "ce_partitionkey": "demo", "ce_sequence": "7", "ce_journalid": JOURNAL,
        "ce_journaloffset": "12", "ce_recordindex": "1", "ce_recordlast": "true",
        "ce_correlationid": "r", "ce_actor": "tenants/demo/people/olga"}

    def test_the_binary_mode_is_read_by_the_public_library(self):
        found = consumer.from_kafka(Message(self.HEADERS, b"\x0a\x01p"))
        self.assertEqual(found, consumer.Event(
            id="h-1", source=SOURCE_NAME, type="csi.raci.v1.PersonLeft", journal=JOURNAL,
            offset=12, index=1, last=True, sequence=7, tenant="demo",
            subject="tenants/demo/people/p", time="2024-02-29T12:00:00Z",
            actor="tenants/demo/people/olga", correlation="r", data=b"\x0a\x01p"))

    def test_a_mark_has_neither_number_nor_data(self):
        headers = {name: value for name, value in self.HEADERS.items() if name not in (
            "content-type", "ce_sequence", "ce_subject", "ce_partitionkey")}
        found = consumer.from_kafka(Message(headers | {"ce_type": consumer.PROGRESS}))
        self.assertEqual((found.sequence, found.data, found.last), (0, b"", True))


if __name__ == "__main__":
    unittest.main()

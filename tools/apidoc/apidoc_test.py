"""Tests of the reference writer's own decoding; the rest is compared whole."""
import importlib.util
import pathlib
import sys
import types
import unittest

# The writer runs in the environment that has protobuf; its helpers need none.
for name in ("google", "google.protobuf", "google.protobuf.descriptor_pb2"):
    sys.modules.setdefault(name, types.ModuleType(name))
sys.modules["google.protobuf"].descriptor_pb2 = types.SimpleNamespace(
    FieldDescriptorProto=None, FileDescriptorProto=None, FileDescriptorSet=None)
SOURCE = pathlib.Path(__file__).with_name("apidoc.py")
spec = importlib.util.spec_from_file_location("apidoc", SOURCE)
apidoc = importlib.util.module_from_spec(spec)
spec.loader.exec_module(apidoc)


class ApidocTest(unittest.TestCase):
    def test_packed_and_single_values_of_a_field_are_read(self):
        key = bytes([0xE0, 0x41])  # field 1052, varint
        packed = bytes([0xE2, 0x41, 2, 2, 5])  # field 1052, two packed values
        other = bytes([0x08, 0x96, 0x01, 0x1A, 1, 7, 0x25, 1, 2, 3, 4])
        self.assertEqual(apidoc.varints(other + key + bytes([3]) + other, 1052), [3])
        self.assertEqual(apidoc.varints(packed + other, 1052), [2, 5])
        self.assertEqual(apidoc.varints(other, 1), [150])

    def test_comments_become_one_line_of_a_table(self):
        self.assertEqual(apidoc.clean(" A\n  b. \n"), "A b.")
        self.assertEqual(apidoc.cell("a|b <c>"), "a\\|b &lt;c>")


if __name__ == "__main__":
    unittest.main()

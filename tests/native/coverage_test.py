#!/usr/bin/env python3
"""coverage.py notices what it is for: a row without a test, a name that is no row, a test of an exempt row."""
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True  # the source folder stays as it is
import coverage  # noqa: E402

TABLES = """# a comment
[A1] a table
L1-L3
L4 exempt: a race
[B7] another
B7.1 attaching
"""


def wrong(program):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "tables.txt").write_text(TABLES)
        (root / "program.c").write_text(program)
        return coverage.check(coverage.read_tables(root / "tables.txt"), coverage.named_rows(root)[0])


class Coverage(unittest.TestCase):
    def test_every_row_is_named(self):
        self.assertEqual(wrong('ROW("L1-L3 all", 1);\nROW(\n    "B7.1 B7 attaches", x);'), [])

    def test_a_row_without_a_test(self):
        self.assertEqual(wrong('ROW("L1 L3 two", 1); ROW("B7.1 one", 1);'), ["no test for L2"])

    def test_a_name_that_is_no_row(self):
        self.assertEqual(wrong('ROW("L1-L3 B7.1 L9 unknown", 1);'), ["program.c: no row L9"])

    def test_a_test_of_an_exempt_row(self):
        self.assertEqual(wrong('ROW("L1-L4 B7.1 all", 1);'), ["L4 is exempt and has a test"])

    def test_ids_inside_the_text_do_not_count(self):
        self.assertEqual(wrong('ROW("L1-L2 B7.1 as L3", 1);'), ["no test for L3"])


if __name__ == "__main__":
    unittest.main()

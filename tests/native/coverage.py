#!/usr/bin/env python3
"""Which rows of tables.txt have a test: prints a count per table, fails when one is missing or unknown.

tables.txt: "[TABLE] what it is" opens a table; then a line per row: an id or a range ("L1-L65"), a text, and where the
row has no test the word "exempt:" and the reason. A test names its rows at the start of its text: ROW("L31-L33 O5 ..."),
ids and ranges, one blank between them. The name of a table of part B itself ("B7") may stand there too: it says where
the test belongs, and counts for no row.
"""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
ID = r"[A-Z]+\d+(?:\.\d+)?"
RANGE = re.compile(rf"({ID})(?:-({ID}))?")
TEST = re.compile(r'\bROW\(\s*"((?:[^"\\]|\\.)*)"')


def expand(text):
    """The ids of "L31-L33" or "B5.2"; none when it is neither."""
    match = RANGE.fullmatch(text)
    if not match:
        return []
    first, last = match.group(1), match.group(2) or match.group(1)
    stem, start = re.fullmatch(r"(.*?)(\d+)", first).groups()
    last_stem, end = re.fullmatch(r"(.*?)(\d+)", last).groups()
    if stem != last_stem:
        sys.exit(f"a range over two tables: {text}")
    return [f"{stem}{number}" for number in range(int(start), int(end) + 1)]


def read_tables(path):
    """Table name -> {id: reason it is exempt, or None}."""
    tables, current = {}, None
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            current = tables.setdefault(line[1 : line.index("]")], {})
            continue
        first, _, rest = line.partition(" ")
        ids = expand(first)
        if not ids or current is None:
            sys.exit(f"{path.name}: not a row: {line}")
        _, exempt, reason = rest.partition("exempt: ")
        for row in ids:
            if any(row in rows for rows in tables.values()):
                sys.exit(f"{path.name}: {row} stands there twice")
            current[row] = reason if exempt else None
    return tables


def named_rows(folder):
    """Id -> number of tests that name it; and the number of all tests."""
    named, tests = {}, 0
    for program in sorted(folder.glob("*.c")):
        for name in TEST.findall(program.read_text(encoding="utf-8")):
            tests += 1
            for word in name.split(" "):
                ids = expand(word)
                if not ids:
                    break
                for row in ids:
                    named.setdefault(row, []).append(program.name)
    return named, tests


def check(tables, named):
    """Prints a count per table; what is wrong, a line each."""
    wrong = []
    for table, rows in tables.items():
        wanted = [row for row, reason in rows.items() if reason is None]
        missing = [row for row in wanted if row not in named]
        exempt = len(rows) - len(wanted)
        note = f" ({exempt} exempt)" if exempt else ""
        print(f"{table}: {len(wanted) - len(missing)} of {len(wanted)} rows{note}")
        wrong += [f"no test for {row}" for row in missing]
        wrong += [f"{row} is exempt and has a test" for row, reason in rows.items() if reason and row in named]
    known = {row for rows in tables.values() for row in rows} | set(tables)
    return wrong + [f"{', '.join(sorted(set(where)))}: no row {row}" for row, where in named.items() if row not in known]


def main():
    named, tests = named_rows(HERE / "rows")
    wrong = check(read_tables(HERE / "tables.txt"), named)
    print(f"{tests} tests in all")
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

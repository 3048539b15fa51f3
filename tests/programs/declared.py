#!/usr/bin/env python3
"""declared.py SHMSCOPE INCLUDE: whatever function a header of the simulated programs declares, a program can link."""
import pathlib
import re
import subprocess
import sys
import tempfile

NO_NAMES = {"void", "int", "char", "if", "for", "while", "switch", "return"}


def declared(text):
    """Names of the functions a header declares; macros and comments aside."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.S)
    text = re.sub(r"^[ \t]*#(?:.*\\\n)*.*$", "", text, flags=re.M)
    for statement in re.split(r"[;{}]", text):
        found = re.match(r"(?!typedef\b)[\w\s*]+?\b(\w+)\s*\(", statement.strip())
        if found and found.group(1) not in NO_NAMES:
            yield found.group(1)


def main(shmscope, include):
    headers = sorted(path for path in include.rglob("*.h") if path.parts[len(include.parts)] not in ("linux", "shmscope"))
    names = sorted({name for header in headers for name in declared(header.read_text())})
    program = "#define _GNU_SOURCE\n" + "".join(f"#include <{header.relative_to(include)}>\n" for header in headers)
    program += "int main(void) {\n    void *used;\n" + "".join(f"    used = (void *){name};\n" for name in names)
    program += "    return used == 0;\n}\n"
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "declared.c"
        path.write_text(program)
        done = subprocess.run([shmscope, "run", path], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    print(f"{len(headers)} headers declare {len(names)} functions")
    print(done.stderr, end="")
    return 0 if len(names) > 400 and done.returncode == 0 and not done.stderr else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2])))

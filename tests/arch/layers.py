#!/usr/bin/env python3
"""Fails on an include against the layers, and on what has no place in the simulator.

A room may include itself and the rooms listed for it. The table is the README's table of rooms, in code.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1]).resolve()

SIM = ["sim/base", "sim/report", "sim/hw", "sim/cc", "sim/kernel/mm", "sim/kernel/fs", "sim/kernel/ipc",
       "sim/kernel/proc", "sim/kernel/kernel.h", "sim/kernel/sys", "sim/machine", "sim/history", "sim/labs"]
APP = ["app/host", "app/platform", "app/session", "app/widgets", "app/views", "app/cli", "app/main.cpp"]
RANK = {room: rank for rank, room in enumerate(SIM + APP)}

# Exceptions to "everything above": what a room may not include although it stands below it.
FORBIDDEN = {
    "app/host": ["app/platform"],
    "app/platform": ["app/host", "sim/machine", "sim/history", "sim/kernel", "sim/labs", "sim/cc", "sim/hw"],
    "app/widgets": ["app/session", "app/host", "sim/"],
    "sim/kernel/mm": ["sim/cc"],
    "sim/kernel/fs": ["sim/cc"],
    "sim/kernel/ipc": ["sim/cc"],
    "sim/kernel/proc": ["sim/cc"],
    "sim/kernel/sys": ["sim/cc"],
    "sim/machine": ["sim/cc"],
    "sim/history": ["sim/cc"],
}

# Headers with no place in sim/: drawing, POSIX, files, clocks, threads, randomness, other libraries.
SIM_HEADERS = re.compile(
    r"imgui|GLFW|glad|EGL|toml|nlohmann|CLI/|fmt/|unistd|sys/|pthread|fcntl|fstream|iostream|filesystem|chrono|ctime"
    r"|time\.h|thread|mutex|atomic|condition_variable|future|random|cstdio.*FILE|dlfcn|signal\.h|csignal")
SIM_CALLS = re.compile(r"\b(fopen|getenv|std::rand|time\(nullptr|std::ofstream|std::ifstream|printf\(|std::cout|std::cerr)\b")
# ImGui belongs to what draws.
IMGUI_ROOMS = ("app/widgets", "app/views", "app/platform")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def room_of(path: str):
    candidates = [room for room in RANK if path == room or path.startswith(room + "/")]
    return max(candidates, key=len) if candidates else None


def strip_comments(text: str) -> str:
    """Blanks comments and string literals, keeping lines."""
    pattern = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.S)
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m.group(0)), text)


def check_include(path, room, number, bracket, target, problems):
    where = f"{path}:{number}"
    if bracket == "<":
        if room in SIM and SIM_HEADERS.search(target):
            problems.append(f"{where}: <{target}> has no place in the simulator")
        if "imgui" in target and room not in IMGUI_ROOMS:
            problems.append(f"{where}: {room} does not draw with ImGui")
        return
    if not target.startswith(("sim/", "app/", "tests/")):
        problems.append(f'{where}: include from the root, not "{target}"')
        return
    if not (ROOT / target).exists():
        problems.append(f'{where}: no such header "{target}"')
        return
    target_room = room_of(target)
    if target_room is None:
        problems.append(f'{where}: "{target}" belongs to no room')
    elif target_room != room and RANK[target_room] > RANK[room]:
        problems.append(f"{where}: {room} may not include {target_room}, which stands below it")
    elif any(target.startswith(bad) for bad in FORBIDDEN.get(room, [])):
        problems.append(f"{where}: {room} may not include {target}")


def main() -> int:
    problems = []
    files = 0
    for top in ("sim", "app"):
        for path in sorted((ROOT / top).rglob("*")):
            if path.suffix not in (".h", ".cpp"):
                continue
            name = path.relative_to(ROOT).as_posix()
            room = room_of(name)
            files += 1
            if room is None:
                problems.append(f"{name}: stands in no room")
                continue
            text = path.read_text()
            for number, line in enumerate(text.splitlines(), 1):
                found = INCLUDE.match(line)
                if found:
                    check_include(name, room, number, found[1], found[2], problems)
            if room in SIM:
                for number, line in enumerate(strip_comments(text).splitlines(), 1):
                    call = SIM_CALLS.search(line)
                    if call:
                        problems.append(f"{name}:{number}: {call[0]} has no place in the simulator")
    for problem in problems:
        print(problem)
    print(f"{files} files, {len(problems)} against the layers")
    return 1 if problems or files == 0 else 0


sys.exit(main())
